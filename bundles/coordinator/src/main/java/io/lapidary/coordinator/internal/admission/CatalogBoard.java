package io.lapidary.coordinator.internal.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.events.BackendOffer;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.TechniqueOffer;
import io.lapidary.events.mapping.OfferMapper;

/**
 * The nodes' announcements, of which those count that are recent. Thread-safe: the topology's global thread writes, its stream
 * threads read.
 */
public final class CatalogBoard {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogBoard.class);

    private final long lifeMillis;
    private final Map<String, Announcement> announcements = new HashMap<>();
    private LiveCatalog live = LiveCatalog.EMPTY;
    private long liveUntil = Long.MIN_VALUE;

    private record Announcement(CatalogEntry entry, List<Offered> techniques, List<BackendDescriptor> backends) {}

    /** @param life how long an announcement counts; by the nodes' clocks, which are to agree within a few seconds */
    public CatalogBoard(Duration life) {
        this.lifeMillis = life.toMillis();
    }

    public synchronized void announce(CatalogEntry entry) {
        Announcement before = announcements.get(entry.getNode());
        boolean same = before != null
                && before.entry().getTechniques().equals(entry.getTechniques())
                && before.entry().getBackends().equals(entry.getBackends());
        announcements.put(
                entry.getNode(),
                same
                        ? new Announcement(entry, before.techniques(), before.backends())
                        : new Announcement(entry, techniques(entry), backends(entry)));
        liveUntil = Long.MIN_VALUE;
    }

    public synchronized void withdraw(String node) {
        announcements.remove(node);
        liveUntil = Long.MIN_VALUE;
    }

    /** The catalog at a moment; it is made anew only when an announcement came or has become too old. */
    public synchronized LiveCatalog at(long now) {
        if (now >= liveUntil) {
            var nodes = new ArrayList<NodeOffer>();
            liveUntil = Long.MAX_VALUE;
            for (Announcement announcement : announcements.values()) {
                CatalogEntry entry = announcement.entry();
                long end = entry.getAnnouncedAt() + lifeMillis;
                if (end > now && !entry.getLeaving()) {
                    nodes.add(offer(announcement));
                    liveUntil = Math.min(liveUntil, end);
                }
            }
            live = new LiveCatalog(nodes);
        }
        return live;
    }

    private static NodeOffer offer(Announcement announcement) {
        CatalogEntry entry = announcement.entry();
        return new NodeOffer(
                entry.getNode(),
                new HashSet<>(entry.getLanes()),
                entry.getCores(),
                entry.getRunning() == 0,
                announcement.techniques(),
                announcement.backends());
    }

    private static List<Offered> techniques(CatalogEntry entry) {
        var techniques = new ArrayList<Offered>();
        for (TechniqueOffer offer : entry.getTechniques()) {
            try {
                techniques.add(new Offered(OfferMapper.fromOffer(offer), offer.getJar()));
            } catch (LapidaryException e) {
                LOG.warn("Node {} offers what cannot be used: {}", entry.getNode(), e.sentence());
            }
        }
        return List.copyOf(techniques);
    }

    private static List<BackendDescriptor> backends(CatalogEntry entry) {
        var backends = new ArrayList<BackendDescriptor>();
        for (BackendOffer offer : entry.getBackends()) {
            try {
                backends.add(OfferMapper.fromOffer(offer));
            } catch (LapidaryException e) {
                LOG.warn("Node {} offers what cannot be used: {}", entry.getNode(), e.sentence());
            }
        }
        return List.copyOf(backends);
    }
}
