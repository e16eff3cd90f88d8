/**
 * One store over several regions: everything is written to the home region and read from it, and
 * read from its replicas while it does not answer.
 *
 * <p>Who copies objects to the replicas is not this package's business. What it cannot do at once
 * because a region is away it hands to a {@link io.cameo.storage.regions.RegionJournal}.
 *
 * <p>May import: the port. Data: none of its own.
 */
@NullMarked
package io.cameo.storage.regions;

import org.jspecify.annotations.NullMarked;
