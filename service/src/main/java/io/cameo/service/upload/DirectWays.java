package io.cameo.service.upload;

import io.cameo.storage.IncomingObjects;
import java.util.Optional;

/** What can be done with tickets where there is a bucket; all empty where there is none. */
record DirectWays(
    Optional<IncomingObjects> bucket,
    Optional<FinishTicket> finish,
    Optional<PreviewTicket> preview) {}
