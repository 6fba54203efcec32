package io.lapidary.contract;

import java.util.List;
import java.util.Set;

import io.lapidary.api.model.Trait;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Shape;
import io.lapidary.model.Signature;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Techniques whose models are not what their descriptors promise. */
final class BrokenPromises {
    private BrokenPromises() {}

    abstract static class Regrown extends ZeroingTechnique {
        @Override
        public TechniqueDescriptor descriptor() {
            return super.descriptor().withChanges(Change.WEIGHTS, Change.TOPOLOGY);
        }
    }

    static final class Retyping extends Regrown {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            var graph = editor.graph();
            Tensor old = graph.subgraph().outputs().get(0);
            String name = old.name();
            editor.tensor(old).name(name + "_float");
            Tensor cast = graph.addTensor(name, TensorType.INT32, old.shapeSignature())
                    .tensor();
            graph.replaceOutput(old, cast);
            graph.operator(BuiltinOperator.CAST)
                    .inputs(old)
                    .outputs(cast)
                    .option("in_data_type", TensorType.FLOAT32)
                    .option("out_data_type", TensorType.INT32)
                    .append();
        }
    }

    static final class Reshaping extends ZeroingTechnique {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            Tensor input = editor.model().main().inputs().get(0);
            int[] dims = input.shape().dims().clone();
            boolean dynamic = input.isDynamic();
            dims[0] = dynamic ? 1 : -1;
            editor.tensor(input).shape(Shape.of(dims));
        }
    }

    static final class Growing extends ZeroingTechnique {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            var graph = editor.graph();
            Tensor input = graph.subgraph().inputs().get(0);
            Tensor copy = graph.addTensor("copy", TensorType.FLOAT32, input.shapeSignature())
                    .tensor();
            graph.operator(BuiltinOperator.ABS).inputs(input).outputs(copy).append();
        }
    }

    static final class Sly extends ZeroingTechnique {
        @Override
        public TechniqueDescriptor descriptor() {
            return super.descriptor().withChanges();
        }
    }

    static final class Renaming extends Regrown {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            Tensor first = editor.model().main().operator(0).output();
            if (!first.isOutput()) {
                editor.tensor(first).name(first.name() + "_zeroed");
            }
        }
    }

    static final class Unsigning extends ZeroingTechnique {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            for (Signature signature : List.copyOf(editor.model().signatures())) {
                editor.removeSignature(signature.key());
                editor.addSignature(
                        signature.key() + "_zeroed", signature.subgraph(), signature.inputs(), signature.outputs());
            }
        }
    }

    static final class Boasting extends ZeroingTechnique {
        @Override
        public TechniqueDescriptor descriptor() {
            TechniqueDescriptor usual = super.descriptor();
            return usual.withTraits(usual.requires(), Set.of(Trait.QUANTIZED_WEIGHTS), usual.keeps(), usual.destroys());
        }
    }

    static final class Losing extends ZeroingTechnique {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            io.lapidary.model.annotation.Annotations.strip(editor);
        }
    }

    static final class Sparing extends ZeroingTechnique {
        @Override
        public TechniqueDescriptor descriptor() {
            TechniqueDescriptor usual = super.descriptor();
            return usual.withTraits(
                    usual.requires(), usual.provides(), Set.of(Trait.FLOAT_ACTIVATIONS), Set.of(Trait.FLOAT_WEIGHTS));
        }
    }
}
