/**
 * The rules of the house as tests. The table in ARCHITECTURE.md names each; every gate says why it
 * is there, and fails when it finds nothing to look at.
 */
package io.cameo.service.structure;
