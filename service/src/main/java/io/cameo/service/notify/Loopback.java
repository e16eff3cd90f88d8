package io.cameo.service.notify;

/** Whether a host is this machine, by its name alone: no name is looked up. */
final class Loopback {

  private Loopback() {}

  static boolean is(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.equals("::1")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
