package io.lapidary.events.mapping;

import java.util.List;

import io.lapidary.api.work.Finding;
import io.lapidary.events.FindingInfo;

/** Findings. */
public final class FindingMapper {
    private FindingMapper() {}

    public static FindingInfo toInfo(Finding finding) {
        return FindingInfo.newBuilder()
                .setSeverity(finding.severity().name())
                .setCode(finding.code())
                .setSubject(finding.subject())
                .setMessage(finding.message())
                .build();
    }

    public static List<FindingInfo> toInfos(List<Finding> findings) {
        return findings.stream().map(FindingMapper::toInfo).toList();
    }

    /** The finding that was sent; a severity that is not known here counts as a warning, so that it is seen. */
    public static Finding fromInfo(FindingInfo info) {
        var severity = info.getSeverity().equals(Finding.Severity.NOTE.name())
                ? Finding.Severity.NOTE
                : Finding.Severity.WARNING;
        return new Finding(severity, info.getCode(), info.getSubject(), info.getMessage());
    }

    public static List<Finding> fromInfos(List<FindingInfo> infos) {
        return infos.stream().map(FindingMapper::fromInfo).toList();
    }
}
