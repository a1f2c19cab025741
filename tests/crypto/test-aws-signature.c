// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-aws-signature.h"

#include <string.h>

#define HOST "host", "example.amazonaws.com"
#define DATE "X-Amz-Date", "20150830T123600Z"
#define UNRESERVED "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define SESSION_TOKEN \
  "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7" \
  "mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d" \
  "+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="

typedef struct {
  const char    *name;
  const char    *method;
  const char    *path;
  const char    *query;
  GateAwsHeader  headers[6];
  const char    *body;
  const char    *signed_headers;
  const char    *signature;
} Case;

/* The cases of AWS's own test suite for Signature Version 4. */
static const Case cases[] = {
  { "get-vanilla", "GET", "/", NULL, { { HOST }, { DATE } }, "", "host;x-amz-date",
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
  { "get-header-key-duplicate", "GET", "/", NULL,
    { { HOST }, { "My-Header1", "value2" }, { "My-Header1", "value2" }, { "My-Header1", "value1" }, { DATE } }, "",
    "host;my-header1;x-amz-date", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea" },
  { "get-header-value-order", "GET", "/", NULL,
    { { HOST }, { "My-Header1", "value4" }, { "My-Header1", "value1" }, { "My-Header1", "value3" }, { "My-Header1", "value2" }, { DATE } },
    "", "host;my-header1;x-amz-date", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01" },
  { "get-header-value-trim", "GET", "/", NULL,
    { { HOST }, { "My-Header1", " value1" }, { "My-Header2", " \"a   b   c\"" }, { DATE } }, "",
    "host;my-header1;my-header2;x-amz-date", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736" },
  { "get-unreserved", "GET", "/" UNRESERVED, NULL, { { HOST }, { DATE } }, "", "host;x-amz-date",
    "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f" },
  { "get-vanilla-empty-query-key", "GET", "/", "Param1=value1", { { HOST }, { DATE } }, "", "host;x-amz-date",
    "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb" },
  { "get-vanilla-query-order-key", "GET", "/", "Param1=value2&Param1=Value1", { { HOST }, { DATE } }, "", "host;x-amz-date",
    "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1" },
  { "get-vanilla-query-order-key-case", "GET", "/", "Param2=value2&Param1=value1", { { HOST }, { DATE } }, "", "host;x-amz-date",
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500" },
  { "get-vanilla-query-order-value", "GET", "/", "Param1=value2&Param1=value1", { { HOST }, { DATE } }, "", "host;x-amz-date",
    "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694" },
  { "get-vanilla-query-unreserved", "GET", "/", UNRESERVED "=" UNRESERVED, { { HOST }, { DATE } }, "", "host;x-amz-date",
    "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197" },
  { "get-vanilla-utf8-query", "GET", "/", "%E1%88%B4=bar", { { HOST }, { DATE } }, "", "host;x-amz-date",
    "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04" },
  { "get-relative-relative", "GET", "/example1/example2/../..", NULL, { { HOST }, { DATE } }, "", "host;x-amz-date",
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
  { "get-slash-pointless-dot", "GET", "/./example", NULL, { { HOST }, { DATE } }, "", "host;x-amz-date",
    "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5" },
  { "get-slashes", "GET", "//example//", NULL, { { HOST }, { DATE } }, "", "host;x-amz-date",
    "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84" },
  { "post-header-value-case", "POST", "/", NULL, { { HOST }, { "My-Header1", "VALUE1" }, { DATE } }, "", "host;my-header1;x-amz-date",
    "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d" },
  { "post-sts-header-before", "POST", "/", NULL, { { HOST }, { DATE }, { "X-Amz-Security-Token", SESSION_TOKEN } }, "",
    "host;x-amz-date;x-amz-security-token", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead" },
  { "post-vanilla-query", "POST", "/", "Param1=value1", { { HOST }, { DATE } }, "", "host;x-amz-date",
    "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11" },
  { "post-x-www-form-urlencoded", "POST", "/", NULL,
    { { "Content-Type", "application/x-www-form-urlencoded" }, { HOST }, { DATE } }, "Param1=value1",
    "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a" },
};

static GateAwsRequest
request_of (const Case *item)
{
  GateAwsRequest request = { item->method, item->path, item->query, item->headers, 0, item->body, strlen (item->body) };

  while (request.n_headers < G_N_ELEMENTS (item->headers) && item->headers[request.n_headers].name)
    request.n_headers++;
  return request;
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  GateAwsRequest request = request_of (item);
  g_autoptr(GateSecret) key = gate_secret_new ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  g_autofree char *authorization = gate_aws_authorization (&request, "AKIDEXAMPLE", key, "us-east-1", "service", "20150830T123600Z");
  g_autofree char *expected = g_strdup_printf ("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                                               "SignedHeaders=%s, Signature=%s", item->signed_headers, item->signature);

  g_assert_cmpstr (authorization, ==, expected);
}

/* The worked example of the AWS General Reference: IAM ListUsers. */
static void
test_canonical (void)
{
  static const GateAwsHeader headers[] = {
    { "Host", "iam.amazonaws.com" },
    { "Content-Type", "application/x-www-form-urlencoded; charset=utf-8" },
    { "X-Amz-Date", "20150830T123600Z" },
  };
  GateAwsRequest request = { "GET", "/", "Action=ListUsers&Version=2010-05-08", headers, G_N_ELEMENTS (headers), NULL, 0 };
  g_autofree char *canonical = gate_aws_canonical_request (&request);

  g_assert_cmpstr (canonical, ==,
                   "GET\n/\nAction=ListUsers&Version=2010-05-08\n"
                   "content-type:application/x-www-form-urlencoded; charset=utf-8\nhost:iam.amazonaws.com\nx-amz-date:20150830T123600Z\n\n"
                   "content-type;host;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
test_encoded_path_is_encoded_again (void)
{
  static const GateAwsHeader headers[] = { { HOST }, { DATE } };
  GateAwsRequest request = { "GET", "/a%20b/c", NULL, headers, G_N_ELEMENTS (headers), NULL, 0 };
  g_autofree char *canonical = gate_aws_canonical_request (&request);

  g_assert_true (g_str_has_prefix (canonical, "GET\n/a%2520b/c\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/crypto/aws-signature/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/crypto/aws-signature/canonical", test_canonical);
  g_test_add_func ("/crypto/aws-signature/encoded-path", test_encoded_path_is_encoded_again);
  return g_test_run ();
}
