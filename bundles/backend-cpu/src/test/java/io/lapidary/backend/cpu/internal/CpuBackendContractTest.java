package io.lapidary.backend.cpu.internal;

import io.lapidary.api.backend.Backend;
import io.lapidary.contract.BackendContractTest;

class CpuBackendContractTest extends BackendContractTest {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
