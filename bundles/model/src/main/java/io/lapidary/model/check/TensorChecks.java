package io.lapidary.model.check;

import java.util.List;

import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.check.Finding.Severity;

/** What must hold of a tensor by itself. */
final class TensorChecks {
    private TensorChecks() {}

    static void check(Tensor tensor, List<Finding> findings) {
        shape(tensor, findings);
        buffer(tensor, findings);
        tensor.quantization().ifPresent(quantization -> quantization(tensor, quantization, findings));
    }

    private static void shape(Tensor tensor, List<Finding> findings) {
        var shape = tensor.shape();
        var signature = tensor.shapeSignature();
        if (!shape.isStatic()) {
            findings.add(Finding.of(Severity.ERROR, tensor, "its shape " + shape + " has a negative dimension"));
        }
        if (signature.rank() != shape.rank()) {
            findings.add(Finding.of(
                    Severity.ERROR, tensor, "its shape " + shape + " and signature " + signature + " differ in rank"));
        }
    }

    private static void buffer(Tensor tensor, List<Finding> findings) {
        boolean plain = tensor.isConstant()
                && tensor.type().hasFixedSize()
                && !tensor.isSparse()
                && tensor.shape().isStatic();
        if (!plain) {
            return;
        }
        long actual = tensor.buffer().content().size();
        try {
            long expected = tensor.type().bytes(tensor.shape().elements());
            if (actual != expected) {
                findings.add(Finding.of(
                        Severity.ERROR,
                        tensor,
                        tensor.type() + "" + tensor.shape() + " takes " + expected + " bytes, but " + tensor.buffer()
                                + " has " + actual));
            }
        } catch (ArithmeticException e) {
            findings.add(Finding.of(Severity.ERROR, tensor, "its shape " + tensor.shape() + " is beyond any memory"));
        }
    }

    private static void quantization(Tensor tensor, Quantization quantization, List<Finding> findings) {
        int count = quantization.count();
        int zeroPoints = quantization.zeroPointCount();
        if (count > 0 && zeroPoints != count) {
            findings.add(Finding.of(Severity.ERROR, tensor, count + " scales but " + zeroPoints + " zero points"));
        }
        if (count > 1) {
            axis(tensor, quantization, findings);
        }
        for (int i = 0; i < count; i++) {
            float scale = quantization.scale(i);
            if (!(scale >= 0) || Float.isInfinite(scale)) {
                findings.add(Finding.of(Severity.ERROR, tensor, "scale " + i + " is " + scale));
                return;
            }
        }
    }

    private static void axis(Tensor tensor, Quantization quantization, List<Finding> findings) {
        int axis = quantization.axis();
        Shape shape = tensor.shape();
        if (axis < 0 || axis >= shape.rank()) {
            findings.add(Finding.of(
                    Severity.ERROR, tensor, "its quantized dimension " + axis + " is none of shape " + shape));
        } else if (shape.dim(axis) != quantization.count()) {
            findings.add(Finding.of(
                    Severity.ERROR,
                    tensor,
                    quantization.count() + " scales for dimension " + axis + " of shape " + shape));
        }
    }
}
