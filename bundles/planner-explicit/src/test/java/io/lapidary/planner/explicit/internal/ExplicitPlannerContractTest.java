package io.lapidary.planner.explicit.internal;

import io.lapidary.api.planner.Planner;
import io.lapidary.contract.PlannerContractTest;

class ExplicitPlannerContractTest extends PlannerContractTest {
    @Override
    protected Planner planner() {
        return new ExplicitPlanner();
    }
}
