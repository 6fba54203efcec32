package io.lapidary.dataset.internal.image;

import java.util.List;
import java.util.Locale;

/** Which files count as images, which are passed over, and which are refused. */
final class ImageNames {
    private static final List<String> SUFFIXES = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");
    private static final List<String> PASSED_OVER = List.of("thumbs.db", "desktop.ini", "__macosx");

    private ImageNames() {}

    static boolean isImage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(lower::endsWith) && !isPassedOver(name);
    }

    /** Hidden files and what desktops leave behind. */
    static boolean isPassedOver(String name) {
        return name.startsWith(".") || PASSED_OVER.contains(name.toLowerCase(Locale.ROOT));
    }
}
