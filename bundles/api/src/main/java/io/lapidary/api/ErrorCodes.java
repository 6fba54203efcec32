package io.lapidary.api;

/** The platform's own error codes. docs/errors.md says of each what it means and what to do; a test holds the two together. */
public final class ErrorCodes {
    // The sender's fault.
    public static final ErrorCode UNKNOWN_TECHNIQUE = request("unknown-technique");
    public static final ErrorCode UNKNOWN_BACKEND = request("unknown-backend");
    public static final ErrorCode UNKNOWN_PARAMETER = request("unknown-parameter");
    public static final ErrorCode INVALID_PARAMETER = request("invalid-parameter");
    public static final ErrorCode INVALID_REQUEST = request("invalid-request");
    public static final ErrorCode IMPOSSIBLE_ORDER = request("impossible-order");
    public static final ErrorCode MISSING_DATA = request("missing-data");
    public static final ErrorCode NO_STEPS = request("no-steps");
    public static final ErrorCode NO_LANE = request("no-lane");
    public static final ErrorCode DUPLICATE_REQUEST = request("refused-duplicate");
    public static final ErrorCode REQUEST_EXPIRED = request("request-expired");
    public static final ErrorCode REQUEST_CANCELLED = request("request-cancelled");
    public static final ErrorCode QUOTA_EXCEEDED = request("quota-exceeded");
    public static final ErrorCode UNDECODABLE_MESSAGE = request("undecodable-message");
    public static final ErrorCode UNKNOWN_SCHEMA = request("unknown-schema");
    public static final ErrorCode URI_DENIED = request("uri-denied");
    public static final ErrorCode SOURCE_TOO_LARGE = request("source-too-large");
    public static final ErrorCode NOT_FOUND = request("not-found");
    public static final ErrorCode INVALID_DATA = request("invalid-data");
    public static final ErrorCode DATA_MISMATCH = request("data-mismatch");
    public static final ErrorCode UNSUPPORTED_DATA = request("unsupported-data");
    public static final ErrorCode UNKNOWN_METRIC = request("unknown-metric");

    // The model.
    public static final ErrorCode NOT_A_MODEL = model("not-a-model");
    public static final ErrorCode CORRUPT_MODEL = model("corrupt-model");
    public static final ErrorCode UNKNOWN_MODEL_FIELD = model("unknown-model-field");
    public static final ErrorCode UNSUPPORTED_MODEL = model("unsupported-model");
    public static final ErrorCode ALREADY_QUANTIZED = model("already-quantized");

    // Memory, disk, time.
    public static final ErrorCode OUT_OF_MEMORY = resource("out-of-memory");
    public static final ErrorCode DISK_FULL = resource("disk-full");
    public static final ErrorCode WORK_FOLDER_UNUSABLE = resource("work-folder-unusable");
    public static final ErrorCode DEADLINE_EXCEEDED = resource("deadline-exceeded");
    public static final ErrorCode ATTEMPTS_EXHAUSTED = resource("attempts-exhausted");

    // What the platform leans on.
    public static final ErrorCode SOURCE_UNAVAILABLE = external("source-unavailable");
    public static final ErrorCode STORE_UNAVAILABLE = external("store-unavailable");
    public static final ErrorCode STORE_CORRUPT = external("store-corrupt");
    public static final ErrorCode BROKER_UNAVAILABLE = external("broker-unavailable");
    public static final ErrorCode ENGINE_DIED = external("engine-died");
    public static final ErrorCode ENGINE_TIMEOUT = external("engine-timeout");
    public static final ErrorCode ENGINE_UNAVAILABLE = external("engine-unavailable");
    public static final ErrorCode PLUGIN_UNAVAILABLE = external("plugin-unavailable");

    // Faults of our own.
    public static final ErrorCode INTERNAL_ERROR = internal("internal-error");
    public static final ErrorCode PLUGIN_FAILED = internal("plugin-failed");
    public static final ErrorCode NOT_DETERMINISTIC = internal("not-deterministic");
    public static final ErrorCode VERIFICATION_FAILED = internal("verification-failed");

    private ErrorCodes() {}

    private static ErrorCode request(String id) {
        return new ErrorCode(id, ErrorType.REQUEST);
    }

    private static ErrorCode model(String id) {
        return new ErrorCode(id, ErrorType.MODEL);
    }

    private static ErrorCode resource(String id) {
        return new ErrorCode(id, ErrorType.RESOURCE);
    }

    private static ErrorCode external(String id) {
        return new ErrorCode(id, ErrorType.EXTERNAL);
    }

    private static ErrorCode internal(String id) {
        return new ErrorCode(id, ErrorType.INTERNAL);
    }
}
