package io.lapidary.model;

import io.lapidary.model.internal.schema.Schema;

/** Ids of the fields that the typed graph handles itself, looked up by the format's names. */
final class FieldIds {
    private FieldIds() {}

    static final int MODEL_VERSION = id("Model", "version");
    static final int MODEL_CODES = id("Model", "operator_codes");
    static final int MODEL_SUBGRAPHS = id("Model", "subgraphs");
    static final int MODEL_DESCRIPTION = id("Model", "description");
    static final int MODEL_BUFFERS = id("Model", "buffers");
    static final int MODEL_METADATA_BUFFER = id("Model", "metadata_buffer");
    static final int MODEL_METADATA = id("Model", "metadata");
    static final int MODEL_SIGNATURES = id("Model", "signature_defs");

    static final int CODE_DEPRECATED = id("OperatorCode", "deprecated_builtin_code");
    static final int CODE_CUSTOM = id("OperatorCode", "custom_code");
    static final int CODE_VERSION = id("OperatorCode", "version");
    static final int CODE_BUILTIN = id("OperatorCode", "builtin_code");

    static final int GRAPH_TENSORS = id("SubGraph", "tensors");
    static final int GRAPH_INPUTS = id("SubGraph", "inputs");
    static final int GRAPH_OUTPUTS = id("SubGraph", "outputs");
    static final int GRAPH_OPERATORS = id("SubGraph", "operators");
    static final int GRAPH_NAME = id("SubGraph", "name");

    static final int TENSOR_SHAPE = id("Tensor", "shape");
    static final int TENSOR_TYPE = id("Tensor", "type");
    static final int TENSOR_BUFFER = id("Tensor", "buffer");
    static final int TENSOR_NAME = id("Tensor", "name");
    static final int TENSOR_QUANTIZATION = id("Tensor", "quantization");
    static final int TENSOR_IS_VARIABLE = id("Tensor", "is_variable");
    static final int TENSOR_SPARSITY = id("Tensor", "sparsity");
    static final int TENSOR_SHAPE_SIGNATURE = id("Tensor", "shape_signature");
    static final int TENSOR_HAS_RANK = id("Tensor", "has_rank");
    static final int TENSOR_EXTERNAL_BUFFER = id("Tensor", "external_buffer");

    static final int QUANTIZATION_MIN = id("QuantizationParameters", "min");
    static final int QUANTIZATION_MAX = id("QuantizationParameters", "max");
    static final int QUANTIZATION_SCALE = id("QuantizationParameters", "scale");
    static final int QUANTIZATION_ZERO_POINT = id("QuantizationParameters", "zero_point");
    static final int QUANTIZATION_DETAILS_TYPE = id("QuantizationParameters", "details_type");
    static final int QUANTIZATION_DETAILS = id("QuantizationParameters", "details");
    static final int QUANTIZATION_AXIS = id("QuantizationParameters", "quantized_dimension");

    /** The same in BlockwiseQuantization and MultiAxisQuantization: tensor indices. */
    static final int DETAILS_SCALES = id("BlockwiseQuantization", "scales");

    static final int DETAILS_ZERO_POINTS = id("BlockwiseQuantization", "zero_points");
    static final int DETAILS_BLOCK_SIZE = id("BlockwiseQuantization", "block_size");

    static final int OPERATOR_CODE = id("Operator", "opcode_index");
    static final int OPERATOR_INPUTS = id("Operator", "inputs");
    static final int OPERATOR_OUTPUTS = id("Operator", "outputs");
    static final int OPERATOR_OPTIONS_TYPE = id("Operator", "builtin_options_type");
    static final int OPERATOR_OPTIONS = id("Operator", "builtin_options");
    static final int OPERATOR_CUSTOM_OPTIONS = id("Operator", "custom_options");
    static final int OPERATOR_INTERMEDIATES = id("Operator", "intermediates");
    static final int OPERATOR_LARGE_OFFSET = id("Operator", "large_custom_options_offset");
    static final int OPERATOR_LARGE_SIZE = id("Operator", "large_custom_options_size");
    static final int OPERATOR_OPTIONS_2_TYPE = id("Operator", "builtin_options_2_type");
    static final int OPERATOR_OPTIONS_2 = id("Operator", "builtin_options_2");

    static final int BUFFER_DATA = id("Buffer", "data");
    static final int BUFFER_OFFSET = id("Buffer", "offset");
    static final int BUFFER_SIZE = id("Buffer", "size");

    static final int METADATA_NAME = id("Metadata", "name");
    static final int METADATA_BUFFER = id("Metadata", "buffer");

    static final int SIGNATURE_INPUTS = id("SignatureDef", "inputs");
    static final int SIGNATURE_OUTPUTS = id("SignatureDef", "outputs");
    static final int SIGNATURE_KEY = id("SignatureDef", "signature_key");
    static final int SIGNATURE_SUBGRAPH = id("SignatureDef", "subgraph_index");
    static final int MAP_NAME = id("TensorMap", "name");
    static final int MAP_TENSOR = id("TensorMap", "tensor_index");

    static final int SPARSITY_ORDER = id("SparsityParameters", "traversal_order");
    static final int SPARSITY_BLOCK_MAP = id("SparsityParameters", "block_map");
    static final int SPARSITY_DIMENSIONS = id("SparsityParameters", "dim_metadata");
    static final int DIMENSION_FORMAT = id("DimensionMetadata", "format");
    static final int DIMENSION_SIZE = id("DimensionMetadata", "dense_size");
    static final int DIMENSION_SEGMENTS = id("DimensionMetadata", "array_segments");
    static final int DIMENSION_INDICES = id("DimensionMetadata", "array_indices");

    private static int id(String table, String field) {
        return Schema.tflite().table(table).field(field).orElseThrow().id();
    }
}
