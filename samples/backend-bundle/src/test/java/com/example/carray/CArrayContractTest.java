package com.example.carray;

import io.lapidary.api.backend.Backend;
import io.lapidary.contract.BackendContractTest;

/** What the platform expects of every backend, inherited: a failing test names the clause. */
class CArrayContractTest extends BackendContractTest {
    @Override
    protected Backend backend() {
        return new CArrayBackend();
    }

    /** Bytes travel through C text unchanged, so what the package computes must be the same to the last bit. */
    @Override
    protected double tolerance() {
        return 0;
    }
}
