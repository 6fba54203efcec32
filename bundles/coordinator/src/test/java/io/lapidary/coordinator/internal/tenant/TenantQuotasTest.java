package io.lapidary.coordinator.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;

import org.junit.jupiter.api.Test;

class TenantQuotasTest {
    private static TenantsConfig config(Map<String, Object> set) {
        return (TenantsConfig) Proxy.newProxyInstance(
                TenantsConfig.class.getClassLoader(),
                new Class<?>[] {TenantsConfig.class},
                (proxy, method, args) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void limitsNobodyByDefault() {
        assertThat(new TenantQuotas(config(Map.of())).quotas()).isEqualTo(Quotas.NONE);
    }

    @Test
    void aNamedTenantHasTheOthersLimitsButForItsOwn() {
        var quotas = new TenantQuotas(config(Map.of(
                        "running", 4,
                        "queued", 100,
                        "limits", new String[] {"vision.running=16", "vision.bytes=10000000000", "batch.queued=0"})))
                .quotas();
        assertThat(quotas.of("anybody")).isEqualTo(new Quota(4, 100, 0));
        assertThat(quotas.of("vision")).isEqualTo(new Quota(16, 100, 10_000_000_000L));
        assertThat(quotas.of("batch")).isEqualTo(new Quota(4, 0, 0));
    }

    @Test
    void whatCannotBeReadLeavesAllAsItWas() {
        var quotas = new TenantQuotas(config(Map.of("running", 4)));
        quotas.set(config(Map.of("running", 5, "limits", new String[] {"vision.runing=1"})));
        assertThat(quotas.quotas().of("any").running()).isEqualTo(4);
        quotas.set(config(Map.of("running", 6)));
        assertThat(quotas.quotas().of("any").running()).isEqualTo(6);
    }
}
