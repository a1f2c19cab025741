// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-question-dialog.h"

#include "gate-access.h"
#include "gate-ask-words.h"
#include "gate-config.h"
#include "gate-hyphens.h"
#include "gate-property.h"
#include "gate-text-pane.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is longer gets a block of its own. */
#define ROW_CHARS 120

typedef struct {
  GateQuestion   *question;
  gboolean        waiting;
  gboolean        answered;
  AdwWindowTitle *title;
  GtkLabel       *heading;
  GtkLabel       *source;
  GtkLabel       *body;
  GtkBox         *content;
  GtkListBox     *details;
  GtkWidget      *scroller;
  GtkWidget      *clamp;
  GtkWidget      *bar;
  GtkBox         *buttons;
} GateQuestionDialogPrivate;

enum { PROP_0, PROP_QUESTION, PROP_WAITING, N_PROPS };

static GParamSpec *props[N_PROPS];
static guint answered_signal;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GateQuestionDialog, gate_question_dialog, ADW_TYPE_WINDOW)

static GateQuestionDialogPrivate *
priv_of (gpointer self)
{
  return gate_question_dialog_get_instance_private (self);
}

static void
show_body (GateQuestionDialog *self)
{
  GateQuestionDialogPrivate *priv = priv_of (self);
  const char *body = gate_question_get_body (priv->question);
  g_autofree char *words = gate_ask_words_label (body);

  gtk_widget_set_visible (GTK_WIDGET (priv->body), FALSE);
  if (!body || !*body)
    return;
  if (gate_ask_words_is_quoted (priv->question))
    {
      gate_question_dialog_add (self, gate_text_pane_new (_("In the Words of the Server"), body, FALSE, FALSE));
      return;
    }
  gtk_label_set_text (priv->body, words);
  gtk_widget_set_visible (GTK_WIDGET (priv->body), TRUE);
}

static gboolean
is_of_a_program (const char *name)
{
  static const char *const names[] = { GATE_DETAIL_ARGUMENTS, GATE_DETAIL_COMMAND, GATE_DETAIL_CHANGE, NULL };

  return name && g_strv_contains (names, name);
}

static void
show_details (GateQuestionDialog *self)
{
  GateQuestionDialogPrivate *priv = priv_of (self);
  GateQuestionDialogClass *klass = GATE_QUESTION_DIALOG_GET_CLASS (self);

  for (guint i = 0; i < gate_question_get_n_details (priv->question); i++)
    {
      const char *name, *label, *value;

      gate_question_get_detail (priv->question, i, &name, &label, &value);
      if (klass->take_detail && klass->take_detail (self, name, label, value))
        continue;
      if (is_of_a_program (name) || strchr (value, '\n') || g_utf8_strlen (value, -1) > ROW_CHARS)
        {
          g_autofree char *title = gate_ask_words_label (label);
          gate_question_dialog_add (self, gate_text_pane_new (title, value, FALSE, is_of_a_program (name)));
        }
      else
        gate_question_dialog_add_row (self, label, value, FALSE);
    }
}

static void
gate_question_dialog_constructed (GObject *object)
{
  GateQuestionDialog *self = GATE_QUESTION_DIALOG (object);
  GateQuestionDialogPrivate *priv = priv_of (self);
  g_autofree char *heading = gate_ask_words_heading (priv->question);
  g_autofree char *source = gate_ask_words_source (priv->question);

  G_OBJECT_CLASS (gate_question_dialog_parent_class)->constructed (object);
  adw_window_title_set_title (priv->title, gate_ask_words_title (priv->question));
  gtk_window_set_title (GTK_WINDOW (self), heading);
  gtk_label_set_text (priv->heading, heading);
  gtk_label_set_text (priv->source, source ? source : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->source), source != NULL);
  show_body (self);
  show_details (self);
  /* Not on Cancel: a key that was meant for another window does nothing. */
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (gtk_list_box_get_row_at_index (priv->details, 0)));
  if (GATE_QUESTION_DIALOG_GET_CLASS (self)->fill)
    GATE_QUESTION_DIALOG_GET_CLASS (self)->fill (self, priv->question);
}

/* Escape, the Cancel button, the window manager: all of them cancel. */
static gboolean
gate_question_dialog_close_request (GtkWindow *window)
{
  gate_question_dialog_answer (GATE_QUESTION_DIALOG (window), GATE_CHOICE_CANCEL, NULL);
  return TRUE;
}

static void
gate_question_dialog_show (GtkWidget *widget)
{
  gate_question_dialog_fit (GATE_QUESTION_DIALOG (widget));
  GTK_WIDGET_CLASS (gate_question_dialog_parent_class)->show (widget);
}

static void
gate_question_dialog_get_property (GObject    *object,
                                   guint       id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  GateQuestionDialogPrivate *priv = priv_of (object);

  switch (id)
    {
    case PROP_QUESTION:
      g_value_set_object (value, priv->question);
      break;
    case PROP_WAITING:
      g_value_set_boolean (value, priv->waiting);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_question_dialog_set_property (GObject      *object,
                                   guint         id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  GateQuestionDialog *self = GATE_QUESTION_DIALOG (object);

  switch (id)
    {
    case PROP_QUESTION:
      priv_of (self)->question = g_value_dup_object (value);
      break;
    case PROP_WAITING:
      gate_question_dialog_set_waiting (self, g_value_get_boolean (value));
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_question_dialog_dispose (GObject *object)
{
  /* Not gtk_widget_dispose_template(), which in GTK 4.8 looks for the template at the kind of dialog, which has none. */
  adw_window_set_content (ADW_WINDOW (object), NULL);
  g_clear_object (&priv_of (object)->question);
  G_OBJECT_CLASS (gate_question_dialog_parent_class)->dispose (object);
}

static void
gate_question_dialog_class_init (GateQuestionDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gate_question_dialog_constructed;
  object_class->get_property = gate_question_dialog_get_property;
  object_class->set_property = gate_question_dialog_set_property;
  object_class->dispose = gate_question_dialog_dispose;
  widget_class->show = gate_question_dialog_show;
  GTK_WINDOW_CLASS (klass)->close_request = gate_question_dialog_close_request;
  props[PROP_QUESTION] = g_param_spec_object ("question", NULL, NULL, GATE_TYPE_QUESTION, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_WAITING] = g_param_spec_boolean ("waiting", NULL, NULL, FALSE, GATE_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * GateQuestionDialog::answered:
   * @answer: the answer
   *
   * The person answered; the dialog goes away by itself.
   */
  answered_signal = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  GATE_TYPE_ANSWER);

  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-question-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, title);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, heading);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, source);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, body);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, content);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, details);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, scroller);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, clamp);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, bar);
  gtk_widget_class_bind_template_child_private (widget_class, GateQuestionDialog, buttons);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_question_dialog_init (GateQuestionDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gate_question_dialog_get_question:
 * @self: a dialog
 *
 * Returns: (transfer none): what it asks
 */
GateQuestion *
gate_question_dialog_get_question (GateQuestionDialog *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION_DIALOG (self), NULL);
  return priv_of (self)->question;
}

/**
 * gate_question_dialog_get_waiting:
 * @self: a dialog
 *
 * Returns: whether nothing is to be decided in it any more
 */
gboolean
gate_question_dialog_get_waiting (GateQuestionDialog *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION_DIALOG (self), FALSE);
  return priv_of (self)->waiting;
}

/**
 * gate_question_dialog_set_waiting:
 * @self: a dialog
 * @waiting: whether nothing is to be decided in it any more
 *
 * A dialog that waits leaves the other windows to the person.
 */
void
gate_question_dialog_set_waiting (GateQuestionDialog *self,
                                  gboolean            waiting)
{
  GateQuestionDialogPrivate *priv = priv_of (self);

  g_return_if_fail (GATE_IS_QUESTION_DIALOG (self));
  if (priv->waiting == waiting)
    return;
  priv->waiting = waiting;
  gtk_window_set_modal (GTK_WINDOW (self), !waiting);
  gtk_widget_set_visible (GTK_WIDGET (priv->details), !waiting && gtk_list_box_get_row_at_index (priv->details, 0));
  gtk_widget_set_visible (GTK_WIDGET (priv->body), !waiting && *gtk_label_get_text (priv->body));
  gtk_widget_set_visible (priv->bar, !waiting && gtk_widget_get_first_child (GTK_WIDGET (priv->buttons)));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WAITING]);
  /* As high as what is left in it. */
  gate_question_dialog_fit (self);
}

/**
 * gate_question_dialog_set_n_open:
 * @self: a dialog
 * @n_open: how many questions wait to be decided, this one included
 *
 * Tells in the title bar that there are more.
 */
void
gate_question_dialog_set_n_open (GateQuestionDialog *self,
                                 guint               n_open)
{
  g_autofree char *text = NULL;

  g_return_if_fail (GATE_IS_QUESTION_DIALOG (self));
  /* Translators: how many questions wait for an answer; this is the first of them. */
  text = n_open > 1 ? g_strdup_printf (_("1 of %u"), n_open) : g_strdup ("");
  adw_window_title_set_subtitle (priv_of (self)->title, text);
}

/**
 * gate_question_dialog_answer:
 * @self: a dialog
 * @choice: the id of a choice
 * @values: (nullable) (transfer none): the values of the form
 *
 * Gives the answer, the first time that it is called, and closes the dialog.
 */
void
gate_question_dialog_answer (GateQuestionDialog *self,
                             const char         *choice,
                             JsonObject         *values)
{
  g_autoptr(GateQuestionDialog) kept = g_object_ref (self);
  g_autoptr(GateAnswer) answer = gate_answer_new (choice, values);

  if (priv_of (self)->answered)
    return;
  priv_of (self)->answered = TRUE;
  g_signal_emit (self, answered_signal, 0, answer);
  gtk_window_destroy (GTK_WINDOW (self));
}

/**
 * gate_question_dialog_add:
 * @self: a dialog
 * @child: what comes next in it
 *
 * For the kinds of dialogs: adds to what is shown.
 */
void
gate_question_dialog_add (GateQuestionDialog *self,
                          GtkWidget          *child)
{
  gtk_box_append (priv_of (self)->content, child);
}

/**
 * gate_question_dialog_add_row:
 * @self: a dialog
 * @label: what it is, in the words of the core
 * @value: what it is; the words of others, perhaps
 * @strong: whether it is what the person must look at
 *
 * For the kinds of dialogs: adds a short detail, which reads as one sentence.
 */
void
gate_question_dialog_add_row (GateQuestionDialog *self,
                              const char         *label,
                              const char         *value,
                              gboolean            strong)
{
  GateQuestionDialogPrivate *priv = priv_of (self);
  g_autofree char *title = gate_ask_words_label (label);
  g_autofree char *words = gate_ask_words_label (value);
  g_autofree char *text = gate_text_make_visible (words, GATE_TEXT_LINE);
  g_autofree char *sentence = g_strdup_printf ("%s: %s", title, text);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *above = gtk_label_new (title), *below = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (above), 0);
  gtk_label_set_wrap (GTK_LABEL (above), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (above), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (below), 0);
  gtk_label_set_wrap (GTK_LABEL (below), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (below), PANGO_WRAP_WORD_CHAR);
  gate_hyphens_forbid_in_label (GTK_LABEL (below));
  gtk_widget_add_css_class (above, "caption");
  gtk_widget_add_css_class (above, "dim-label");
  if (strong)
    gtk_widget_add_css_class (below, "title-4");
  gtk_widget_add_css_class (box, "detail");
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), below);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gate_access_set_name (row, sentence);
  gtk_list_box_append (priv->details, row);
  gtk_widget_set_visible (GTK_WIDGET (priv->details), TRUE);
}

/**
 * gate_question_dialog_fit:
 * @self: a dialog
 *
 * For the kinds of dialogs: makes it as high as what is in it now, as far as there is to be room. What scrolls does not make its window
 * grow by itself, and tells it how high it would be with every text on one line.
 */
void
gate_question_dialog_fit (GateQuestionDialog *self)
{
  GateQuestionDialogPrivate *priv = priv_of (self);
  int limit = gtk_scrolled_window_get_max_content_height (GTK_SCROLLED_WINDOW (priv->scroller));
  int width, height, whole, told, needed;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  gtk_widget_measure (adw_window_get_content (ADW_WINDOW (self)), GTK_ORIENTATION_VERTICAL, width, NULL, &whole, NULL, NULL);
  gtk_widget_measure (priv->scroller, GTK_ORIENTATION_VERTICAL, width, NULL, &told, NULL, NULL);
  gtk_widget_measure (priv->clamp, GTK_ORIENTATION_VERTICAL, width, NULL, &needed, NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), width, whole - told + MIN (needed, limit));
}

/**
 * gate_question_dialog_add_button:
 * @self: a dialog
 * @label: what it does, with a mnemonic
 * @suggested: whether it is what is suggested
 *
 * For the kinds of dialogs: adds a button below what is shown.
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
gate_question_dialog_add_button (GateQuestionDialog *self,
                                 const char         *label,
                                 gboolean            suggested)
{
  GateQuestionDialogPrivate *priv = priv_of (self);
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  if (GTK_IS_LABEL (gtk_button_get_child (GTK_BUTTON (button))))
    {
      GtkLabel *text = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));

      gtk_label_set_wrap (text, TRUE);
      gtk_label_set_wrap_mode (text, PANGO_WRAP_WORD_CHAR);
      gtk_label_set_justify (text, GTK_JUSTIFY_CENTER);
    }
  gtk_box_append (priv->buttons, button);
  gtk_widget_set_visible (priv->bar, TRUE);
  return button;
}
