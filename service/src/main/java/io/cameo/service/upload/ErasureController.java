package io.cameo.service.upload;

import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.KeyScope;
import io.cameo.service.http.CommonProblems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Certificates of erasures, which learn more after they were given: what the CDN has shown since.
 */
@RestController
@RequestMapping("/v1/admin/erasures/{id}")
final class ErasureController {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Accounts accounts;
  private final ErasureCertificates certificates;

  ErasureController(Accounts accounts, ErasureCertificates certificates) {
    this.accounts = accounts;
    this.certificates = certificates;
  }

  @GetMapping
  ResponseEntity<ErasureCertificate> show(@PathVariable String id, HttpServletRequest request) {
    accounts.requireScope(request, KeyScope.ADMIN);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(
            Optional.of(id)
                .filter(text -> ID.matcher(text).matches())
                .map(UUID::fromString)
                .flatMap(certificates::find)
                .orElseThrow(() -> CommonProblems.notFound().toException()));
  }
}
