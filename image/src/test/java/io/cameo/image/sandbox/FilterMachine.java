package io.cameo.image.sandbox;

import static io.cameo.image.sandbox.FilterProgram.IF_ANY_BIT;
import static io.cameo.image.sandbox.FilterProgram.IF_AT_LEAST;
import static io.cameo.image.sandbox.FilterProgram.IF_EQUAL;
import static io.cameo.image.sandbox.FilterProgram.LOAD;
import static io.cameo.image.sandbox.FilterProgram.RETURN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Runs a filter as the kernel does, for every architecture on any machine. */
final class FilterMachine {
  private static final int DATA_BYTES = 64;

  private FilterMachine() {}

  /** What the filter answers to a call. */
  static int answer(FilterProgram program, int audit, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(DATA_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(audit).putLong(0);
    for (long argument : Arrays.copyOf(arguments, 6)) {
      data.putLong(argument);
    }
    int accumulator = 0;
    for (int at = 0; ; at++) {
      FilterProgram.Instruction one = program.instructions().get(at);
      switch (one.code()) {
        case LOAD -> accumulator = data.getInt(one.operand());
        case IF_EQUAL -> at += accumulator == one.operand() ? one.ifTrue() : one.ifFalse();
        case IF_AT_LEAST ->
            at +=
                Integer.compareUnsigned(accumulator, one.operand()) >= 0
                    ? one.ifTrue()
                    : one.ifFalse();
        case IF_ANY_BIT -> at += (accumulator & one.operand()) != 0 ? one.ifTrue() : one.ifFalse();
        case RETURN -> {
          return one.operand();
        }
        default -> throw new AssertionError("no such instruction: " + one);
      }
    }
  }
}
