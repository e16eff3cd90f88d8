package io.cameo.service.reconcile;

/** An inventory that cannot be used; the message says why, and what to do. */
public final class InventoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InventoryException(String message) {
    super(message);
  }

  InventoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
