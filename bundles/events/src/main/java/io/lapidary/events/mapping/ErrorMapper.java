package io.lapidary.events.mapping;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ErrorInfo;

/** Failures. */
public final class ErrorMapper {
    private ErrorMapper() {}

    public static ErrorInfo toInfo(LapidaryException failure) {
        return ErrorInfo.newBuilder()
                .setCode(failure.code().id())
                .setType(failure.type().name())
                .setMessage(failure.getMessage())
                .setRemedy(failure.remedy())
                .setWhere(failure.where())
                .build();
    }

    /** The failure that was sent; a code or type that is none becomes internal-error, so that no failure is lost over its form. */
    public static LapidaryException fromInfo(ErrorInfo info) {
        return new LapidaryException(code(info), info.getMessage(), info.getRemedy(), info.getWhere(), null);
    }

    /** The code of a failure that was sent; internal-error if it is none. */
    public static ErrorCode code(ErrorInfo info) {
        try {
            return new ErrorCode(info.getCode(), ErrorType.valueOf(info.getType()));
        } catch (IllegalArgumentException e) {
            return ErrorCodes.INTERNAL_ERROR;
        }
    }
}
