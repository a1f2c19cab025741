// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-result.h"

/**
 * gate_sample_result_new:
 * @text: what the model reads
 * @structured: (transfer full) (nullable): what a program reads
 *
 * Returns: (transfer full): the result of a tool
 */
JsonObject *
gate_sample_result_new (const char *text,
                        JsonObject *structured)
{
  JsonObject *result = json_object_new ();
  JsonObject *item = json_object_new ();
  JsonArray *content = json_array_new ();

  json_object_set_string_member (item, "type", "text");
  json_object_set_string_member (item, "text", text);
  json_array_add_object_element (content, item);
  json_object_set_array_member (result, "content", content);
  if (structured)
    json_object_set_object_member (result, "structuredContent", structured);
  return result;
}

/**
 * gate_sample_result_add_image:
 * @result: the result of a tool
 * @png: an image
 *
 * Adds an image.
 */
void
gate_sample_result_add_image (JsonObject *result,
                              GBytes     *png)
{
  g_autofree char *data = g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  JsonObject *item = json_object_new ();

  json_object_set_string_member (item, "type", "image");
  json_object_set_string_member (item, "data", data);
  json_object_set_string_member (item, "mimeType", "image/png");
  json_array_add_object_element (gate_json_get_array (result, "content"), item);
}

/**
 * gate_sample_result_add_link:
 * @result: the result of a tool
 * @uri: a resource
 * @name: its name
 * @type: its media type
 *
 * Adds a link to a resource.
 */
void
gate_sample_result_add_link (JsonObject *result,
                             const char *uri,
                             const char *name,
                             const char *type)
{
  JsonObject *item = json_object_new ();

  json_object_set_string_member (item, "type", "resource_link");
  json_object_set_string_member (item, "uri", uri);
  json_object_set_string_member (item, "name", name);
  json_object_set_string_member (item, "mimeType", type);
  json_array_add_object_element (gate_json_get_array (result, "content"), item);
}

/**
 * gate_sample_result_fail:
 * @call: a `tools/call` request
 * @text: what went wrong, for the model
 *
 * Answers that the tool could not do it.
 */
void
gate_sample_result_fail (GateSampleCall *call,
                         const char     *text)
{
  JsonObject *result = gate_sample_result_new (text, NULL);

  json_object_set_boolean_member (result, "isError", TRUE);
  gate_sample_call_return_result (call, result);
}
