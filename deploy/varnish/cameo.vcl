# Varnish 7 in front of Cameo, for the pictures alone. docs/operations/cdn.md says how to use it.
vcl 4.1;

import std;

# Where Cameo is.
backend default {
  .host = "127.0.0.1";
  .port = "8080";
  .connect_timeout = 2s;
  .first_byte_timeout = 15s;
  .between_bytes_timeout = 5s;
}

# Who may purge: every node of Cameo, and nobody else.
acl purgers {
  "127.0.0.1";
  "::1";
}

sub vcl_recv {
  if (req.method == "BAN" || req.method == "PURGE") {
    if (client.ip !~ purgers) {
      return (synth(403, "Only the nodes of Cameo purge"));
    }
    if (req.method == "PURGE") {
      return (purge);
    }
    # Nothing but tags gets into the expression.
    if (req.http.X-Cameo-Tags !~ "^[svh]-[0-9a-f]{24,32}([|][svh]-[0-9a-f]{24,32})*$") {
      return (synth(400, "No tags"));
    }
    if (std.ban("obj.http.Surrogate-Key ~ (" + req.http.X-Cameo-Tags + ")")) {
      return (synth(200, "Banned"));
    }
    return (synth(500, "Not banned"));
  }

  # The rest of Cameo is not for the public.
  if (req.url !~ "^/(a|u|avatar)/") {
    return (synth(404));
  }
  if (req.method != "GET" && req.method != "HEAD") {
    return (synth(405));
  }
  unset req.http.Cookie;
  unset req.http.Authorization;

  # While Cameo answers, a copy is shown for ten minutes beyond its time (stale-while-revalidate). When it did not, for
  # as long as Cameo has said (stale-if-error), which is how long copies stay.
  set req.grace = 10m;
  if (req.restarts > 0) {
    set req.grace = 7d;
  }

  # Only the parameters that change an answer stay, so that nobody makes copies by making up others.
  if (req.url ~ "^/a/") {
    set req.url = regsub(req.url, "[?].*$", "");
  } elsif (req.url ~ "^/u/") {
    set req.url = regsuball(req.url, "(?<=[?&])(?!(s|d|theme)=)[^&]*", "");
  } else {
    set req.url = regsuball(req.url,
      "(?<=[?&])(?!(s|size|d|default|f|forcedefault|name|initials|theme)=)[^&]*", "");
  }
  set req.url = regsuball(req.url, "(?<=[?&])&+", "");
  set req.url = regsub(req.url, "[?&]$", "");

  # Of what clients accept only this matters, so that one picture is kept three times at most.
  # Who excludes a type by a weight of nothing gets none of the newer ones.
  if (req.http.Accept ~ "(?i);\s*q\s*=\s*0(\.0*)?\s*([,;]|$)") {
    set req.http.Accept = "*/*";
  } elsif (req.http.Accept ~ "(?i)image/avif") {
    set req.http.Accept = "image/avif,image/webp,*/*;q=0.8";
  } elsif (req.http.Accept ~ "(?i)image/webp") {
    set req.http.Accept = "image/webp,*/*;q=0.8";
  } else {
    set req.http.Accept = "*/*";
  }
  return (hash);
}

# One site, whatever name it is asked by.
sub vcl_hash {
  hash_data(req.url);
  return (lookup);
}

sub vcl_backend_response {
  # A good copy that is a little old is better than what stands for it while something is away.
  if (beresp.http.X-Cameo-Fallback && bereq.is_bgfetch) {
    return (abandon);
  }
  if (beresp.http.Cache-Control ~ "stale-if-error=[0-9]+") {
    set beresp.grace = std.duration(
      regsub(beresp.http.Cache-Control, "^.*stale-if-error=([0-9]+).*$", "\1s"), 10m);
  }
  # No error is kept.
  if (beresp.status >= 400) {
    set beresp.uncacheable = true;
    set beresp.ttl = 5s;
    return (deliver);
  }
}

# What this cache says by itself is kept by nobody behind it either.
sub vcl_synth {
  set resp.http.Cache-Control = "no-store";
}

sub vcl_backend_error {
  set beresp.http.Cache-Control = "no-store";
}

sub vcl_deliver {
  # Cameo does not answer: once more, for an older copy. A rendition is never too old, so there is no other of it.
  if (resp.status >= 500 && req.restarts == 0 && req.url !~ "^/a/") {
    return (restart);
  }
  if (obj.hits > 0) {
    set resp.http.X-Cache = "HIT";
  } else {
    set resp.http.X-Cache = "MISS";
  }
  # Tags are between Cameo and this cache.
  unset resp.http.Surrogate-Key;
  unset resp.http.X-Varnish;
  unset resp.http.Via;
}
