package io.lapidary.coordinator.internal.tenant;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The quotas as an operator sets them; a change holds from then on. */
@Component(
        service = TenantQuotas.class,
        configurationPid = "io.lapidary.tenants",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = TenantsConfig.class)
public final class TenantQuotas {
    private static final Logger LOG = LoggerFactory.getLogger(TenantQuotas.class);
    private static final Pattern LIMIT =
            Pattern.compile("([a-z0-9][a-z0-9_-]{0,62})\\.(running|queued|bytes)=(\\d{1,18})");

    private volatile Quotas quotas = Quotas.NONE;

    @Activate
    public TenantQuotas(TenantsConfig config) {
        set(config);
    }

    @Modified
    void set(TenantsConfig config) {
        try {
            quotas = read(config);
        } catch (IllegalArgumentException e) {
            LOG.error("The limits of tenants stay as they were: {}", e.getMessage());
        }
    }

    public Quotas quotas() {
        return quotas;
    }

    static Quotas read(TenantsConfig config) {
        var others = new Quota(config.running(), config.queued(), config.bytes());
        Map<String, Quota> named = new HashMap<>();
        for (String limit : config.limits()) {
            Matcher parts = LIMIT.matcher(limit.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException("limits: '" + limit + "' is not of the form TENANT.running=N,"
                        + " TENANT.queued=N or TENANT.bytes=N");
            }
            Quota before = named.getOrDefault(parts.group(1), others);
            named.put(parts.group(1), with(before, parts.group(2), Long.parseLong(parts.group(3))));
        }
        return new Quotas(others, named);
    }

    private static Quota with(Quota quota, String what, long limit) {
        int count = (int) Math.min(limit, Integer.MAX_VALUE);
        return switch (what) {
            case "running" -> new Quota(count, quota.queued(), quota.bytes());
            case "queued" -> new Quota(quota.running(), count, quota.bytes());
            default -> new Quota(quota.running(), quota.queued(), limit);
        };
    }
}
