package io.lapidary.worker.internal.address;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;

import io.lapidary.api.LapidaryException;

/** Addresses, held against rules. */
public final class CheckedAddresses implements Addresses {
    private final AddressRules rules;
    private final HttpFetch.Names names;

    public CheckedAddresses(AddressRules rules) {
        this(rules, InetAddress::getAllByName);
    }

    CheckedAddresses(AddressRules rules, HttpFetch.Names names) {
        this.rules = rules;
        this.names = names;
    }

    @Override
    public Content open(String address, String what) throws LapidaryException {
        URI uri = parse(address, what);
        switch (String.valueOf(uri.getScheme())) {
            case "file" -> {
                InputStream file = new RootedFiles(rules.roots()).open(uri, what, rules.maxBytes());
                return new Content(
                        file,
                        file,
                        rules.maxBytes(),
                        AddressErrors.tooLarge(what, address, rules.maxBytes()),
                        e -> AddressErrors.unavailable(what, uri, e));
            }
            case "http", "https" -> {
                return new HttpFetch(rules, names).open(uri, what);
            }
            case "lapidary" -> throw AddressErrors.malformed(what, address);
            default -> throw AddressErrors.denied(what, address, "its scheme is none of file, http and https");
        }
    }

    private static URI parse(String address, String what) throws LapidaryException {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw AddressErrors.denied(what, address, "it is no address (" + e.getReason() + ")");
        }
    }
}
