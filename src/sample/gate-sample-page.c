// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-page.h"

#include "gate-address.h"
#include "gate-sample-resource-data.h"
#include "gate-sample-respond.h"
#include "gate-text.h"

#define MAX_VALUE_CHARS 300

struct _GateSamplePage {
  GString *html;
  char    *form_target;
};

/**
 * gate_sample_page_new:
 * @name: the page's file, "consent.html"
 *
 * Returns: (transfer full): the page, its fields `{{name}}` not yet filled in
 */
GateSamplePage *
gate_sample_page_new (const char *name)
{
  GateSamplePage *self = g_new0 (GateSamplePage, 1);
  g_autofree char *html = gate_sample_resource_dup_text (name);

  self->html = g_string_new (html);
  return self;
}

static char *
escape (const char *value)
{
  g_autofree char *visible = gate_text_make_visible (value, GATE_TEXT_LINE);
  g_autofree char *bounded = gate_text_shorten (visible, MAX_VALUE_CHARS);
  g_autofree char *escaped = g_markup_escape_text (bounded, -1);
  GString *safe = g_string_new (escaped);

  g_string_replace (safe, "{", "&#123;", 0);
  return g_string_free (safe, FALSE);
}

static void
fill_in (GateSamplePage *self,
         const char     *field,
         const char     *html)
{
  g_autofree char *mark = g_strdup_printf ("{{%s}}", field);

  g_string_replace (self->html, mark, html, 0);
}

/**
 * gate_sample_page_set:
 * @self: a page
 * @field: the name of a field
 * @value: any text
 *
 * Fills in a field.
 */
void
gate_sample_page_set (GateSamplePage *self,
                      const char     *field,
                      const char     *value)
{
  g_autofree char *html = escape (value);

  fill_in (self, field, html);
}

/**
 * gate_sample_page_set_items:
 * @self: a page
 * @field: the name of a field that stands in a list
 * @items: (element-type utf8): any texts
 *
 * Fills in a field with one list item for each text.
 */
void
gate_sample_page_set_items (GateSamplePage *self,
                            const char     *field,
                            GPtrArray      *items)
{
  g_autoptr(GString) html = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *item = escape (items->pdata[i]);
      g_string_append_printf (html, "<li>%s</li>", item);
    }
  fill_in (self, field, html->str);
}

/**
 * gate_sample_page_allow_form:
 * @self: a page
 * @uri: where the answer to the page's form may lead
 *
 * Browsers hold the address to which the answer of a form redirects against the page's policy too.
 */
void
gate_sample_page_allow_form (GateSamplePage *self,
                             const char     *uri)
{
  g_autoptr(GUri) parsed = gate_address_parse (uri, NULL);

  g_free (self->form_target);
  self->form_target = parsed ? gate_address_origin (parsed) : NULL;
}

static void
forbid_everything_else (SoupMessageHeaders *headers,
                        const char         *form_target)
{
  g_autofree char *policy = NULL;
  g_autofree char *form_action = NULL;

  /* An IPv6 address cannot be written in a policy: such a page does without the form's part of it. */
  if (!form_target || !strchr (form_target, '['))
    form_action = g_strdup_printf ("; form-action 'self' %s", form_target ? form_target : "");
  policy = g_strdup_printf ("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'%s",
                            form_action ? form_action : "");
  soup_message_headers_replace (headers, "Content-Security-Policy", policy);
  soup_message_headers_replace (headers, "X-Frame-Options", "DENY");
  /* Not no-referrer: that makes browsers send "Origin: null" with the form, which is refused. */
  soup_message_headers_replace (headers, "Referrer-Policy", "same-origin");
}

/**
 * gate_sample_page_send:
 * @self: a page
 * @message: a request
 * @status: the HTTP status
 *
 * Answers with the page.
 */
void
gate_sample_page_send (GateSamplePage    *self,
                       SoupServerMessage *message,
                       guint              status)
{
  forbid_everything_else (soup_server_message_get_response_headers (message), self->form_target);
  gate_sample_respond_body (message, status, "text/html; charset=utf-8", self->html->str);
}

/**
 * gate_sample_page_free:
 * @self: (transfer full) (nullable): a page
 *
 * Frees a page.
 */
void
gate_sample_page_free (GateSamplePage *self)
{
  if (!self)
    return;
  g_string_free (self->html, TRUE);
  g_free (self->form_target);
  g_free (self);
}

/**
 * gate_sample_page_say:
 * @message: a request
 * @status: the HTTP status
 * @title: the heading
 * @text: one or two sentences
 *
 * Answers with a page that only says something.
 */
void
gate_sample_page_say (SoupServerMessage *message,
                      guint              status,
                      const char        *title,
                      const char        *text)
{
  g_autoptr(GateSamplePage) page = gate_sample_page_new ("message.html");

  gate_sample_page_set (page, "title", title);
  gate_sample_page_set (page, "text", text);
  gate_sample_page_send (page, message, status);
}
