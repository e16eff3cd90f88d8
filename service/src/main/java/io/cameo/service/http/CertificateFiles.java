package io.cameo.service.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * A certificate and its key on disk.
 *
 * @param certificate file of the certificate and of those that lead to its issuer
 * @param key file of the private key
 */
public record CertificateFiles(Path certificate, Path key) {

  /** What keeps them from being used, in words that follow the name of a setting. */
  Optional<String> wrong() {
    for (Path file : List.of(certificate, key)) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        return Optional.of(
            "and CAMEO_TLS_KEY lead to "
                + certificate
                + " and "
                + key
                + "; "
                + file
                + " is no file that this service may read.");
      }
    }
    try {
      X509Certificate own = PemContent.load(certificate).getCertificates().getFirst();
      PrivateKey secret = PemContent.load(key).getPrivateKey();
      if (secret == null) {
        return Optional.of("has no private key in " + key + ".");
      }
      return isPair(own, secret)
          ? Optional.empty()
          : Optional.of(
              "is not the certificate of the key in "
                  + key
                  + ", or its file does not begin with it.");
    } catch (IOException | RuntimeException | GeneralSecurityException unusable) {
      return Optional.of(
          "cannot be read: "
              + certificate
              + " and "
              + key
              + " must be PEM, the key not encrypted.");
    }
  }

  /** Whether what the key signs is what the certificate stands for. */
  private static boolean isPair(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    byte[] words = certificate.getTBSCertificate();
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(words);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(words);
    return signature.verify(signed);
  }
}
