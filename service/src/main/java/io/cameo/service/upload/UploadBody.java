package io.cameo.service.upload;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.ContainerWalk;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.fileupload.impl.FileSizeLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.SizeLimitExceededException;

/** Takes the picture out of a request's body, raw or from the form field {@code file}. */
final class UploadBody {

  /** Bytes from which the type of a picture can be told. */
  private static final int HEAD = 64;

  private final Spool spool;
  private final UploadSettings settings;

  UploadBody(Spool spool, UploadSettings settings) {
    this.spool = spool;
    this.settings = settings;
  }

  /** The spooled picture, whose type is one of ours and the one that was declared. */
  Spool.Spooled receive(HttpServletRequest request, UploadGate.Declaration declaration) {
    try {
      return declaration.multipart() ? fromForm(request) : raw(request, declaration.type());
    } catch (IOException interrupted) {
      throw UploadProblems.interrupted().toException();
    }
  }

  private Spool.Spooled raw(HttpServletRequest request, Optional<ImageType> declared)
      throws IOException {
    return checked(
        spool.receive(
            request.getInputStream(),
            request.getContentLengthLong(),
            settings.maxBytes(),
            settings.bodyTimeout()),
        declared);
  }

  private Spool.Spooled fromForm(HttpServletRequest request) throws IOException {
    List<Part> files =
        parts(request).stream()
            .filter(part -> part.getSubmittedFileName() != null || part.getName().equals("file"))
            .toList();
    if (files.size() != 1 || !files.getFirst().getName().equals("file")) {
      throw UploadProblems.badMultipart(
              "The form must have exactly one file, in the field named file.")
          .toException();
    }
    Part file = files.getFirst();
    Optional<ImageType> declared =
        UploadGate.declared(UploadGate.mediaType(Optional.ofNullable(file.getContentType())));
    return checked(
        spool.receive(
            file.getInputStream(), file.getSize(), settings.maxBytes(), settings.bodyTimeout()),
        declared);
  }

  /** The container spools the parts to disk within its limits; the name of a file is never used. */
  private Collection<Part> parts(HttpServletRequest request) {
    try {
      return request.getParts();
    } catch (IllegalStateException overLimit) {
      Throwable cause = overLimit.getCause();
      if (cause instanceof FileSizeLimitExceededException
          || cause instanceof SizeLimitExceededException) {
        throw UploadProblems.tooLarge(settings.maxBytes()).toException();
      }
      throw UploadProblems.badMultipart(
              "The form has too many parts or too long headers. Send only the file and the crop.")
          .toException();
    } catch (ClientAbortException callerLeft) {
      throw UploadProblems.interrupted().toException();
    } catch (SocketTimeoutException stalled) {
      throw UploadProblems.bodyTimeout().toException();
    } catch (IOException | ServletException malformed) {
      throw UploadProblems.badMultipart(
              "The body is not a well-formed form. Send the picture's bytes as the body instead.")
          .toException();
    }
  }

  /** The same upload, if it is of a type of ours and of the one that was declared. */
  static Spool.Spooled checked(Spool.Spooled upload, Optional<ImageType> declared) {
    boolean good = false;
    try {
      ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD, upload.length()));
      upload.picture().position(0);
      while (head.hasRemaining() && upload.picture().read(head) > 0) {
        // Reads until the head is full.
      }
      Optional<ImageType> type = ContainerWalk.typeOf(head.flip());
      if (type.isEmpty()) {
        throw UploadProblems.unsupportedType(
                "This is not a JPEG, PNG, WebP, AVIF or GIF picture. Save it as one of these.")
            .toException();
      }
      if (declared.isPresent() && declared.get() != type.get()) {
        throw UploadProblems.unsupportedType(
                "The request calls the picture %s, but it is %s. Send it under its own type."
                    .formatted(declared.get(), type.get().toString().toUpperCase(Locale.ROOT)))
            .toException();
      }
      good = true;
      return upload;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      if (!good) {
        upload.close();
      }
    }
  }
}
