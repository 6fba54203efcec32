package io.lapidary.report.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.report.ReportRequest;

class HtmlReportRendererTest {
    @TempDir
    Path folder;

    @Test
    void showsWhatWasMeasuredBeforeAndAfter() throws Exception {
        String page = render(Fixtures.oneVariant()).replace('\u00A0', ' ');
        assertThat(page)
                .contains("46.1 kB instead of 99.4 kB (2.15 × smaller)")
                .contains("top-1 accuracy 91.22 % against 91.00 %")
                .contains("1.31 × slower")
                .contains("−53.6 %")
                .contains("895 of 900 answers alike")
                .contains("+0.22 points")
                .contains("XNNPACK has no kernel for float32 data with int8 weights here.")
                .contains("slower-than-original")
                .contains("min_elements=1024")
                .contains("dynamic-range-tensors.json")
                .contains("32.1 dB")
                .contains("x86_64+avx2+fma");
    }

    @Test
    void tellsWhatItDoesNotKnow() throws Exception {
        String page = render(Fixtures.unmeasured());
        assertThat(page)
                .contains("the request names no test data")
                .contains("No technique was applied")
                .doesNotContain("Top-1")
                .doesNotContain("NaN")
                .doesNotContain("null");
    }

    @Test
    void explainsOperatorByOperator() throws Exception {
        String page = render(ExplainedFixture.request("conv;Relu")).replace('\u00A0', ' ');
        assertThat(page)
                .contains("What quantization did, operator by operator")
                .contains("The worst first, over 100 test samples")
                .contains("agreement 0.8100 -&gt; 0.9800, +3,120 bytes")
                .contains("7.34 % outside -1.00 to 0.9900")
                .contains("3 of 64")
                .contains("31.00 %")
                .contains("∞ dB")
                .contains("Of 40 operators these are the worst")
                .contains("it keeps a state")
                .doesNotContain("NaN");
        // The chosen range is 1.99 of the 5.5 from the least to the largest of both, and begins 2.5 after the least.
        assertThat(page).contains("x=\"45.455%\" width=\"36.182%\"");
        // 8.1 of 60 dB.
        assertThat(page).contains("width=\"13.500%\"");
        assertThat(render(Fixtures.oneVariant())).doesNotContain("What quantization did");
    }

    @Test
    void aHostileOperatorDoesNothing() throws Exception {
        assertThat(render(ExplainedFixture.request("<script>alert(1)</script>")))
                .doesNotContain("<script");
    }

    @Test
    void showsRememberedSteps() throws Exception {
        assertThat(render(Fixtures.severalVariants())).contains(">remembered<");
        assertThat(render(Fixtures.oneVariant())).doesNotContain(">remembered<");
    }

    @Test
    void equalRequestsGiveEqualBytesWhateverTheMachinesLanguage() throws Exception {
        String page = render(Fixtures.severalVariants());
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(render(Fixtures.severalVariants())).isEqualTo(page);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void needsNothingFromElsewhere() throws Exception {
        String page = render(Fixtures.severalVariants());
        assertThat(page)
                .doesNotContainIgnoringCase("<script")
                .doesNotContainIgnoringCase("<link")
                .doesNotContainIgnoringCase("<img")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("url(")
                .doesNotContain("@import");
    }

    @Test
    void hostileNamesAreShownAndDoNothing() throws Exception {
        String hostile = "<script>alert(1)</script>\"' onload='x' &lt; </style></title>\u202Egpj.exe\u0000";
        var variant = Fixtures.variant(hostile, 1000, 0.5, 10);
        var request = new ReportRequest(
                hostile,
                hostile,
                Fixtures.model("original"),
                hostile,
                List.of(variant, variant),
                new TreeMap<>(java.util.Map.of(hostile, hostile)),
                Fixtures.oneVariant().created());
        String page = render(request);
        assertThat(page)
                .doesNotContain("<script>")
                .doesNotContain("' onload")
                .doesNotContain("\u202E")
                .doesNotContain("\u0000")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=&#39;x&#39; &amp;lt; &lt;/style&gt;")
                .contains("\\u202Egpj.exe\\u0000");
        assertThat(count(page, "</title>")).isEqualTo(count(page, "<title>"));
        assertThat(count(page, "</style>")).isEqualTo(1);
    }

    @Test
    void everyElementIsClosed() throws Exception {
        String page = render(Fixtures.severalVariants());
        for (String tag :
                List.of("div", "section", "table", "tr", "td", "th", "svg", "g", "ul", "li", "dl", "main", "span")) {
            assertThat(count(page, "</" + tag + ">"))
                    .as(tag)
                    .isEqualTo(Pattern.compile("<" + tag + "[ >]")
                            .matcher(page)
                            .results()
                            .count());
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        var renderer = renderer();
        assertThatThrownBy(() -> renderer.render(Fixtures.oneVariant(), folder.resolve("missing")))
                .isInstanceOfSatisfying(LapidaryException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCodes.WORK_FOLDER_UNUSABLE);
                    assertThat(e.getMessage()).contains("report.html");
                });
    }

    private String render(ReportRequest request) throws Exception {
        return Files.readString(renderer().render(request, folder));
    }

    private static HtmlReportRenderer renderer() {
        try {
            return new HtmlReportRenderer();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
