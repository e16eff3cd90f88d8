package io.cameo.image.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter as the kernel takes it: instructions of the classic Berkeley Packet Filter over
 * {@code struct seccomp_data} (number, architecture, instruction pointer, six arguments).
 *
 * @param instructions in order; each either jumps a little forward, or returns
 */
record FilterProgram(List<Instruction> instructions) {
  static final int BYTES_EACH = 8;

  static final int ALLOW = 0x7fff0000;
  static final int KILL = 0x80000000;
  private static final int ERRNO = 0x00050000;

  static final int LOAD = 0x20;
  static final int IF_EQUAL = 0x15;
  static final int IF_AT_LEAST = 0x35;
  static final int IF_ANY_BIT = 0x45;
  static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;

  /** Numbers of the x32 calls, the other way into an x86-64 kernel, begin here. */
  private static final int X32 = 0x40000000;

  FilterProgram {
    instructions = List.copyOf(instructions);
  }

  /** {@code struct sock_filter}. */
  record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  /** What the filter answers instead of making the call. */
  static int refuse(int errno) {
    return ERRNO | errno;
  }

  /**
   * A condition on the lower half of one argument: all that the kernel itself looks at in the calls
   * that are held to conditions here.
   */
  sealed interface Condition {
    int argument();
  }

  /** The argument is one of these. */
  record OneOf(int argument, List<Integer> values) implements Condition {
    OneOf {
      values = List.copyOf(values);
    }
  }

  /** The argument has this bit. */
  record With(int argument, int bit) implements Condition {}

  /** The argument has none of these bits. */
  record Without(int argument, int bits) implements Condition {}

  /** The bytes for {@code struct sock_fprog}, in this machine's order. */
  byte[] bytes() {
    ByteBuffer out =
        ByteBuffer.allocate(instructions.size() * BYTES_EACH).order(ByteOrder.nativeOrder());
    for (Instruction one : instructions) {
      out.putShort((short) one.code())
          .put((byte) one.ifTrue())
          .put((byte) one.ifFalse())
          .putInt(one.operand());
    }
    return out.array();
  }

  /** Writes a program; a call that no rule names gets the answer that {@link #otherwise} names. */
  static final class Builder {
    private final Architecture architecture;
    private final List<Instruction> program = new ArrayList<>();

    /** Begins with the check of the architecture: on another one all numbers mean others. */
    Builder(Architecture architecture) {
      this.architecture = architecture;
      load(ARCHITECTURE);
      add(IF_EQUAL, 1, 0, architecture.audit());
      returns(KILL);
      load(NUMBER);
      if (architecture == Architecture.X86_64) {
        add(IF_AT_LEAST, 0, 1, X32);
        returns(KILL);
      }
    }

    /** This call gets this answer, whatever its arguments. */
    Builder rule(SystemCall call, int answer) {
      call.on(architecture)
          .ifPresent(
              number -> {
                add(IF_EQUAL, 0, 1, number);
                returns(answer);
              });
      return this;
    }

    /** This call is allowed when its arguments meet all conditions, else it gets the answer. */
    Builder allowIf(SystemCall call, int otherwise, Condition... conditions) {
      call.on(architecture).ifPresent(number -> block(number, otherwise, conditions));
      return this;
    }

    private void block(int number, int otherwise, Condition... conditions) {
      List<Instruction> block = new ArrayList<>();
      // Written from the end, where what to jump over is known.
      block.add(new Instruction(RETURN, 0, 0, otherwise));
      block.addFirst(new Instruction(RETURN, 0, 0, ALLOW));
      for (int i = conditions.length - 1; i >= 0; i--) {
        block.addAll(0, test(conditions[i], block.size() - 1));
      }
      add(IF_EQUAL, 0, block.size(), number);
      program.addAll(block);
    }

    /**
     * @param over instructions between the end of this test and the refusal
     */
    private static List<Instruction> test(Condition condition, int over) {
      List<Instruction> test = new ArrayList<>();
      test.add(new Instruction(LOAD, 0, 0, ARGUMENTS + 8 * condition.argument()));
      switch (condition) {
        case OneOf(int _, List<Integer> values) -> {
          int left = values.size();
          for (int value : values) {
            left--;
            test.add(new Instruction(IF_EQUAL, left, left == 0 ? over : 0, value));
          }
        }
        case With(int _, int bit) -> test.add(new Instruction(IF_ANY_BIT, 0, over, bit));
        case Without(int _, int bits) -> test.add(new Instruction(IF_ANY_BIT, over, 0, bits));
      }
      return test;
    }

    /** Ends the program. */
    FilterProgram otherwise(int answer) {
      returns(answer);
      return new FilterProgram(program);
    }

    private void load(int offset) {
      add(LOAD, 0, 0, offset);
    }

    private void returns(int answer) {
      add(RETURN, 0, 0, answer);
    }

    private void add(int code, int ifTrue, int ifFalse, int operand) {
      program.add(new Instruction(code, ifTrue, ifFalse, operand));
    }
  }
}
