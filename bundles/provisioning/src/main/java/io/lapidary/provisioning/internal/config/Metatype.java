package io.lapidary.provisioning.internal.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What the bundles say can be set of their services: the metatype documents in them (OSGi Compendium, chapter 105). Read as
 * files, since the metatype service tells neither ranges nor options of a number.
 */
final class Metatype {
    private static final Logger LOG = LoggerFactory.getLogger(Metatype.class);
    private static final String FOLDER = "OSGI-INF/metatype/";
    private static final String RULES = "OSGI-INF/settings/";

    private Metatype() {}

    /** Every configurable service of all bundles that are there, by PID. */
    static Map<String, ServiceSettings> of(BundleContext context) {
        var services = new TreeMap<String, ServiceSettings>();
        for (Bundle bundle : context.getBundles()) {
            try {
                read(bundle).forEach(service -> services.putIfAbsent(service.pid(), withRules(service, bundle)));
            } catch (IllegalStateException e) {
                LOG.debug("{} went away while it was looked at: {}", bundle, e.toString());
            }
        }
        return services;
    }

    private static ServiceSettings withRules(ServiceSettings service, Bundle bundle) {
        URL entry = bundle.getEntry(RULES + service.pid() + ".rules");
        if (entry == null) {
            return service;
        }
        try (InputStream in = entry.openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ServiceSettings(
                    service.pid(),
                    service.settings(),
                    SettingRule.parse(text.lines().toList(), service.settings()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The rules of {} in {} cannot be read: {}", service.pid(), bundle, e.toString());
            return service;
        }
    }

    private static List<ServiceSettings> read(Bundle bundle) {
        var services = new ArrayList<ServiceSettings>();
        var paths = bundle.getEntryPaths(FOLDER);
        for (String path : paths == null ? List.<String>of() : Collections.list(paths)) {
            if (path.endsWith(".xml")) {
                services.addAll(read(bundle, path));
            }
        }
        return services;
    }

    private static List<ServiceSettings> read(Bundle bundle, String path) {
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            return List.of();
        }
        try (InputStream in = entry.openStream()) {
            return read(in);
        } catch (IOException | SAXException | ParserConfigurationException | IllegalArgumentException e) {
            LOG.warn("What can be set of {} is not known, its {} cannot be read: {}", bundle, path, e.toString());
            return List.of();
        }
    }

    static List<ServiceSettings> read(InputStream document)
            throws IOException, SAXException, ParserConfigurationException {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document root = factory.newDocumentBuilder().parse(document);
        var classes = new HashMap<String, Map<String, Setting>>();
        for (Element ocd : elements(root.getDocumentElement(), "OCD")) {
            var settings = new HashMap<String, Setting>();
            for (Element ad : elements(ocd, "AD")) {
                settings.put(ad.getAttribute("id"), setting(ad));
            }
            classes.put(ocd.getAttribute("id"), settings);
        }
        var services = new ArrayList<ServiceSettings>();
        for (Element designate : elements(root.getDocumentElement(), "Designate")) {
            String pid = designate.getAttribute("pid");
            for (Element object : elements(designate, "Object")) {
                var settings = classes.get(object.getAttribute("ocdref"));
                if (!pid.isEmpty() && settings != null) {
                    services.add(new ServiceSettings(pid, settings));
                }
            }
        }
        return services;
    }

    private static Setting setting(Element ad) {
        var options = elements(ad, "Option").stream()
                .map(option -> option.getAttribute("value"))
                .toList();
        Setting.Kind kind = switch (ad.getAttribute("type")) {
            case "Boolean" -> Setting.Kind.BOOLEAN;
            case "Integer", "Short", "Byte" -> Setting.Kind.INTEGER;
            case "Long" -> Setting.Kind.LONG;
            case "Double", "Float" -> Setting.Kind.DOUBLE;
            default -> Setting.Kind.STRING;
        };
        boolean list = ad.hasAttribute("cardinality")
                && !ad.getAttribute("cardinality").equals("0");
        return new Setting(
                ad.getAttribute("id"), kind, text(ad, "min"), text(ad, "max"), options, list, text(ad, "default"));
    }

    private static Optional<String> text(Element element, String attribute) {
        return element.hasAttribute(attribute) ? Optional.of(element.getAttribute(attribute)) : Optional.empty();
    }

    private static List<Element> elements(Element parent, String name) {
        var found = new ArrayList<Element>();
        var nodes = parent.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }
}
