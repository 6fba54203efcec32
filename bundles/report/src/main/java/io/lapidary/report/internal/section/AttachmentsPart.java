package io.lapidary.report.internal.section;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import io.lapidary.api.work.Attachment;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.html.Element;
import io.lapidary.report.internal.html.Table;

/** The files that come with a result. They are named, not linked: the page may be read far from them. */
final class AttachmentsPart {
    private AttachmentsPart() {}

    static Element render(List<Attachment> attachments) throws IOException {
        var table = new Table().column("File").column("Type").numbers("Size");
        for (Attachment attachment : attachments) {
            table.row(
                    Parts.code(attachment.name()),
                    Parts.text(attachment.mediaType()),
                    Parts.text(Amounts.bytes(Files.size(attachment.file()))));
        }
        return Parts.panel("Attachments", table.render());
    }
}
