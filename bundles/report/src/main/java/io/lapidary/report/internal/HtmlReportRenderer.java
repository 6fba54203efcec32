package io.lapidary.report.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.report.ReportRenderer;
import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.report.internal.html.StyleSheet;
import io.lapidary.report.internal.section.Page;

/** Writes the page of a request as one HTML file that needs nothing beside it. */
@Component
public final class HtmlReportRenderer implements ReportRenderer {
    private static final String FILE = "report.html";

    private final StyleSheet style;

    @Activate
    public HtmlReportRenderer() throws IOException {
        try (InputStream css = HtmlReportRenderer.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IOException("report.css is missing from the bundle");
            }
            style = new StyleSheet(new String(css.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public Path render(ReportRequest request, Path folder) throws LapidaryException {
        Path file = folder.resolve(FILE);
        try {
            Files.writeString(file, Page.render(request, style));
        } catch (IOException e) {
            throw WriteFailures.of(file, e);
        }
        return file;
    }
}
