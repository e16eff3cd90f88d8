/**
 * Black-box tests of the running program: they know it by HTTP, its data folder, its database and
 * its processes, and none of its classes.
 *
 * <p>{@link Program} starts and ends it, {@link Running} keeps one for all tests of a run, {@link
 * Api} calls it, {@link Truth} joins its database with its object store.
 */
package io.cameo.it;
