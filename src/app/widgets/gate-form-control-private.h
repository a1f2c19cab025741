// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form-control.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a type of field has of its own. */
typedef struct {
  void       (*create) (GateFormControl  *self);
  /* The value, NULL without an error: left out. */
  JsonNode  *(*read)   (GateFormControl  *self,
                        GError          **error);
  /* NULL: left out. */
  void       (*write)  (GateFormControl  *self,
                        JsonNode         *value);
} GateFormEditor;

struct _GateFormControl {
  GtkBox                parent_instance;

  GateFormField        *field;
  const GateFormEditor *editor;
  char                 *title;       /* safe to show, and whether it is needed */
  char                 *description; /* (nullable): safe to show */
  GtkWidget            *widget;      /* (nullable): what has the value; takes the focus */
  GPtrArray            *checks;      /* (element-type GtkCheckButton) (nullable): one an option */
  GtkWidget            *popover;     /* (nullable): below it */
  GtkFileChooserNative *chooser;     /* (owned) (nullable) */
  GtkLabel             *below;       /* the description, where the control does not show it */
  GtkLabel             *fault;
  gboolean              left;        /* whether the person was here, so that what is wrong is told */
  gboolean              writing;
};

extern const GateFormEditor gate_form_editor_text;
extern const GateFormEditor gate_form_editor_secret;
extern const GateFormEditor gate_form_editor_number;
extern const GateFormEditor gate_form_editor_path;
extern const GateFormEditor gate_form_editor_block;
extern const GateFormEditor gate_form_editor_boolean;
extern const GateFormEditor gate_form_editor_choice;
extern const GateFormEditor gate_form_editor_choices;

/* For the editors: the value was changed by the person; a list for rows; the widget that takes the value. */
void        gate_form_control_changed  (GateFormControl *self);
GtkListBox *gate_form_control_add_list (GateFormControl *self);
void        gate_form_control_name     (GateFormControl *self,
                                        GtkWidget       *widget);

G_END_DECLS
