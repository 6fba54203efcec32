package io.lapidary.worker.internal.address;

import java.io.IOException;
import java.net.URI;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** The refusals of addresses. */
final class AddressErrors {
    private static final String REMEDY =
            "Put the file into the store and name it as lapidary:sha256/...; 'lapidary optimize' does so by itself. Or let the"
                    + " operator allow it (io.lapidary.addresses).";

    private AddressErrors() {}

    /** @param why as part of a sentence */
    static LapidaryException denied(String what, String named, String why) {
        return new LapidaryException(
                ErrorCodes.URI_DENIED,
                "The " + what + " '" + shown(named) + "' is not in the store, and this node does not open it: " + why
                        + ".",
                REMEDY);
    }

    /** Without a password, which stays where it was sent. */
    static String shown(String address) {
        return address.replaceAll("//[^/@]*@", "//...@");
    }

    /** An address in the store that is none. */
    static LapidaryException malformed(String what, String address) {
        return new LapidaryException(
                ErrorCodes.INVALID_REQUEST,
                "The " + what + " '" + address + "' is no address in the store.",
                "Write it as lapidary:sha256/ and 64 lower-case hexadecimal digits.");
    }

    static LapidaryException notFound(String what, String address, String why) {
        return new LapidaryException(
                ErrorCodes.NOT_FOUND,
                "The " + what + " '" + address + "' is not there: " + why + ".",
                "Check the address.");
    }

    static LapidaryException tooLarge(String what, String address, long limit) {
        return new LapidaryException(
                ErrorCodes.SOURCE_TOO_LARGE,
                "The " + what + " '" + address + "' has more than " + limit + " bytes, which is the limit.",
                "Put it into the store, or let the operator raise max.mib of io.lapidary.addresses.");
    }

    static LapidaryException unavailable(String what, URI uri, IOException e) {
        return unavailable(what, uri, String.valueOf(e.getMessage()), e);
    }

    static LapidaryException unavailable(String what, URI uri, String why, Throwable cause) {
        return new LapidaryException(
                ErrorCodes.SOURCE_UNAVAILABLE,
                "The " + what + " '" + uri + "' cannot be fetched: " + why + ".",
                "See that the server answers the node.",
                uri.toString(),
                cause);
    }
}
