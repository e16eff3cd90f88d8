package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedBucketTest {

  @Test
  void readsBucketAndPrefix() {
    assertThat(NamedBucket.parse("s3://my-bucket")).contains(new NamedBucket("my-bucket", ""));
    assertThat(NamedBucket.parse("s3://my-bucket/")).contains(new NamedBucket("my-bucket", ""));
    assertThat(NamedBucket.parse("s3://my-bucket/a/b//"))
        .contains(new NamedBucket("my-bucket", "a/b/"));
    assertThat(NamedBucket.parse("s3://my-bucket/a/b/").orElseThrow())
        .hasToString("s3://my-bucket/a/b");
    assertThat(NamedBucket.parse("/a/folder")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3://a", "s3://My-Bucket", "s3:///prefix", "s3://a_b/c"})
  void refusesWhatNamesNoBucket(String text) {
    assertThatThrownBy(() -> NamedBucket.parse(text))
        .isInstanceOf(BucketUnusableException.class)
        .hasMessageContaining("s3://bucket/prefix");
  }
}
