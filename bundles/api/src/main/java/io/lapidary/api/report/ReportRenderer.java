package io.lapidary.api.report;

import java.nio.file.Path;

import io.lapidary.api.LapidaryException;

/** Renders the page of a request. A service. */
public interface ReportRenderer {
    /**
     * Writes one self-contained HTML file: no script, style, font or picture from elsewhere.
     *
     * @param folder where to
     * @return the file, named {@code report.html}
     */
    Path render(ReportRequest request, Path folder) throws LapidaryException;
}
