// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateTemplateKind:
 * @GATE_TEMPLATE_TEXT: plain text
 * @GATE_TEMPLATE_VARIABLE: `${NAME}` or `${NAME:-default}`
 * @GATE_TEMPLATE_KEYRING: `${keyring:NAME}`
 * @GATE_TEMPLATE_BROKEN: `${` with anything else behind it
 */
typedef enum {
  GATE_TEMPLATE_TEXT,
  GATE_TEMPLATE_VARIABLE,
  GATE_TEMPLATE_KEYRING,
  GATE_TEMPLATE_BROKEN,
} GateTemplateKind;

/**
 * GateTemplatePart:
 * @kind: what it is
 * @start: where it starts in the text
 * @size: its bytes, `${` and `}` included
 * @name: the name of a variable or of a secret
 * @name_size: its bytes
 * @fallback: (nullable): the default of a variable
 * @fallback_size: its bytes
 *
 * A part of a text. Everything points into the text.
 */
typedef struct {
  GateTemplateKind  kind;
  const char       *start;
  gsize             size;
  const char       *name;
  gsize             name_size;
  const char       *fallback;
  gsize             fallback_size;
} GateTemplatePart;

gboolean  gate_template_next              (const char       **at,
                                           GateTemplatePart  *part);
gboolean  gate_template_check             (const char        *text,
                                           char             **broken);
gboolean  gate_template_has_references    (const char        *text);
gboolean  gate_template_has_keyring       (const char        *text);
gboolean  gate_template_is_variable_name  (const char        *name,
                                           gssize             size);
gboolean  gate_template_is_keyring_name   (const char        *name,
                                           gssize             size);

G_END_DECLS
