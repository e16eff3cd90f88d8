package io.cameo.service.upload;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.ContainerWalk;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.impl.IOFileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the picture out of a request's body, raw or from the form field {@code file}. */
final class UploadBody {

  private static final Logger LOG = LoggerFactory.getLogger(UploadBody.class);

  /** Bytes from which the type of a picture can be told. */
  private static final int HEAD = 64;

  private final Spool spool;
  private final UploadSettings settings;

  UploadBody(Spool spool, UploadSettings settings) {
    this.spool = spool;
    this.settings = settings;
  }

  /** Returns when a body could be scanned now, see {@link Spool#requireScanner}. */
  void requireScanner() {
    spool.requireScanner();
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
    return receive(request.getInputStream(), request.getContentLengthLong(), declared);
  }

  /** The same of bytes from anywhere. */
  Spool.Spooled receive(InputStream body, long length, Optional<ImageType> declared) {
    return checked(
        spool.receive(body, length, settings.maxBytes(), settings.bodyTimeout()), declared);
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
    return receive(file.getInputStream(), file.getSize(), declared);
  }

  /** The container spools the parts to disk within its limits; the name of a file is never used. */
  private Collection<Part> parts(HttpServletRequest request) {
    try {
      return request.getParts();
    } catch (IllegalStateException overLimit) {
      // The same is thrown for headers of a part that are too long.
      if (overLimit.getCause() instanceof SizeException tooLong
          && tooLong.getPermittedSize() >= settings.maxBytes()) {
        throw UploadProblems.tooLarge(settings.maxBytes()).toException();
      }
      throw UploadProblems.badMultipart(
              "The form has too many parts or too long headers. Send only the file and the crop.")
          .toException();
    } catch (ProblemException cutOff) {
      throw cutOff;
    } catch (IOException failed) {
      throw problem(failed);
    } catch (ServletException malformed) {
      throw malformed();
    } catch (RuntimeException parserFailed) {
      // The container's parser stumbles over a part of several parts that names no boundary.
      throw malformed();
    }
  }

  /** The container's parser says alike that the caller left, what is wrong, and that a disk is. */
  private static ProblemException problem(IOException failed) {
    boolean fault =
        failed instanceof IOFileUploadException || !(failed instanceof FileUploadException);
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClientAbortException) {
        return UploadProblems.interrupted().toException();
      }
      if (cause instanceof MultipartStream.MalformedStreamException
          || cause instanceof BadRequestException) {
        fault = false;
      }
    }
    if (fault) {
      LOG.error("The parts of a form could not be spooled", failed);
      return UploadProblems.storageFull().toException();
    }
    return malformed();
  }

  private static ProblemException malformed() {
    return UploadProblems.badMultipart(
            "The body is not a well-formed form. Send the picture's bytes as the body instead.")
        .toException();
  }

  /** What is said of bytes that are no picture of ours. */
  static Problem ofNoType() {
    return UploadProblems.unsupportedType(
        "This is not a JPEG, PNG, WebP, AVIF or GIF picture. Save it as one of these.");
  }

  private static Spool.Spooled checked(Spool.Spooled upload, Optional<ImageType> declared) {
    boolean good = false;
    try {
      ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD, upload.length()));
      upload.picture().position(0);
      while (head.hasRemaining() && upload.picture().read(head) > 0) {
        // Reads until the head is full.
      }
      Optional<ImageType> type = ContainerWalk.typeOf(head.flip());
      if (type.isEmpty()) {
        throw ofNoType().toException();
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
