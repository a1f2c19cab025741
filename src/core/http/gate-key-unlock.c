// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-key-unlock.h"

#include "gate-i18n.h"
#include "gate-secret.h"
#include "gate-text.h"

#include <string.h>

#define NAME_LIMIT 80
#define DECLINED_KEY "gate-key-unlock-declined"

struct _GateKeyUnlock {
  GObject          parent_instance;

  GateInteraction *interaction; /* (owned) (nullable) */
  GHashTable      *pins; /* (element-type utf8 GateSecret): by what GnuTLS calls the token */
};

/* One question; it lives until the interaction has ended it. */
typedef struct {
  GateKeyUnlock *unlock; /* (owned) */
  SoupMessage   *message; /* (owned) */
  GTlsPassword  *password; /* (owned) */
  GCancellable  *cancellable; /* (owned) */
  gulong         handler;
  gboolean       done;
} Question;

G_DEFINE_FINAL_TYPE (GateKeyUnlock, gate_key_unlock, G_TYPE_OBJECT)

static void
gate_key_unlock_finalize (GObject *object)
{
  GateKeyUnlock *self = GATE_KEY_UNLOCK (object);

  g_clear_object (&self->interaction);
  g_hash_table_unref (self->pins);
  G_OBJECT_CLASS (gate_key_unlock_parent_class)->finalize (object);
}

static void
gate_key_unlock_class_init (GateKeyUnlockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_key_unlock_finalize;
}

static void
gate_key_unlock_init (GateKeyUnlock *self)
{
  self->pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) gate_secret_unref);
}

/**
 * gate_key_unlock_new:
 *
 * Returns: (transfer full): what asks for PINs
 */
GateKeyUnlock *
gate_key_unlock_new (void)
{
  return g_object_new (GATE_TYPE_KEY_UNLOCK, NULL);
}

/**
 * gate_key_unlock_set_interaction:
 * @self: what asks for PINs
 * @interaction: (nullable): whom to ask
 */
void
gate_key_unlock_set_interaction (GateKeyUnlock   *self,
                                 GateInteraction *interaction)
{
  g_set_object (&self->interaction, interaction);
}

static const char *
name_of (GTlsPassword *password)
{
  const char *description = g_tls_password_get_description (password);
  return description ? description : "";
}

static void
wipe_value (gpointer value)
{
  gate_secret_wipe (value);
  g_free (value);
}

static void
use_pin (GTlsPassword *password,
         GateSecret   *pin)
{
  char *copy = g_strdup (gate_secret_peek (pin));

  g_tls_password_set_value_full (password, (guchar *) copy, (gssize) strlen (copy), wipe_value);
}

/* The thread of the handshake waits for this, whether there is a value or not. It has to come before libsoup drops the connection. */
static void
complete (Question *self)
{
  if (!self->done)
    soup_message_tls_client_certificate_password_request_complete (self->message);
  self->done = TRUE;
}

static void
exchange_cancelled (GCancellable *cancellable,
                    gpointer      user_data)
{
  complete (user_data);
}

static void
question_free (Question *self)
{
  g_signal_handler_disconnect (self->cancellable, self->handler);
  g_object_unref (self->unlock);
  g_object_unref (self->message);
  g_object_unref (self->password);
  g_object_unref (self->cancellable);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Question) self = user_data;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, NULL);
  const char *text = answer && gate_answer_is (answer, GATE_CHOICE_ACCEPT) ? gate_answer_get_string (answer, "pin") : NULL;

  if (text && !self->done)
    {
      GateSecret *pin = gate_secret_new (text);

      use_pin (self->password, pin);
      g_hash_table_replace (self->unlock->pins, g_strdup (name_of (self->password)), pin);
    }
  else
    g_object_set_data (G_OBJECT (self->message), DECLINED_KEY, self->unlock);
  complete (self);
}

/**
 * gate_key_unlock_was_declined:
 * @message: a message
 *
 * Returns: %TRUE when its exchange ended because a PIN was asked for and not given
 */
gboolean
gate_key_unlock_was_declined (SoupMessage *message)
{
  return g_object_get_data (G_OBJECT (message), DECLINED_KEY) != NULL;
}

static const char *
warning_for (GTlsPassword *password)
{
  GTlsPasswordFlags flags = g_tls_password_get_flags (password);

  if (flags & G_TLS_PASSWORD_FINAL_TRY)
    return _("This is the last try before the token locks itself.");
  if (flags & G_TLS_PASSWORD_MANY_TRIES)
    return _("A wrong PIN was given several times; the token will lock itself.");
  if (flags & G_TLS_PASSWORD_RETRY)
    return _("The PIN was not right.");
  return _("It is kept until this program ends.");
}

/* GnuTLS says " Label of the token (pkcs11:model=…;token=…)". */
static char *
label_of (GTlsPassword *password)
{
  g_auto(GStrv) parts = g_strsplit (name_of (password), "(pkcs11:", 2);
  g_autofree char *visible = gate_text_make_visible (parts[0] ? g_strstrip (parts[0]) : "", GATE_TEXT_LINE);

  return gate_text_shorten (visible, NAME_LIMIT);
}

static void
ask (GateKeyUnlock *self,
     SoupMessage   *message,
     GTlsPassword  *password,
     GCancellable  *cancellable)
{
  g_autofree char *label = label_of (password);
  g_autofree char *title = g_strdup_printf (_("The key of the client certificate needs its PIN (token “%s”)"), label);
  g_autoptr(GateQuestion) question = gate_question_new (GATE_QUESTION_FIELDS, title);
  g_autoptr(GateForm) form = gate_form_new ();
  g_autoptr(GateFormField) pin = gate_form_field_new ("pin", GATE_FORM_SECRET, "PIN", NULL, TRUE);
  Question *data = g_new0 (Question, 1);

  gate_form_append (form, pin);
  gate_question_set_form (question, form);
  gate_question_set_body (question, warning_for (password));
  data->unlock = g_object_ref (self);
  data->message = g_object_ref (message);
  data->password = g_object_ref (password);
  data->cancellable = g_object_ref (cancellable);
  data->handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (exchange_cancelled), data);
  gate_interaction_ask_async (self->interaction, question, cancellable, got_answer, data);
}

/**
 * gate_key_unlock_answer:
 * @self: what asks for PINs
 * @message: the message whose handshake needs a PIN
 * @password: where to put it
 * @cancellable: what ends the exchange
 *
 * Answers [signal@Soup.Message::request-certificate-password], with what is kept or by asking.
 *
 * Returns: %FALSE when nobody can be asked
 */
gboolean
gate_key_unlock_answer (GateKeyUnlock *self,
                        SoupMessage   *message,
                        GTlsPassword  *password,
                        GCancellable  *cancellable)
{
  GTlsPasswordFlags again = G_TLS_PASSWORD_RETRY | G_TLS_PASSWORD_MANY_TRIES | G_TLS_PASSWORD_FINAL_TRY;
  GateSecret *kept = g_hash_table_lookup (self->pins, name_of (password));

  if (kept && !(g_tls_password_get_flags (password) & again))
    {
      use_pin (password, kept);
      soup_message_tls_client_certificate_password_request_complete (message);
      return TRUE;
    }
  gate_key_unlock_forget (self);
  /* GnuTLS asks for ever when it is given nothing. */
  if (!self->interaction || g_cancellable_is_cancelled (cancellable) || gate_key_unlock_was_declined (message))
    return FALSE;
  ask (self, message, password, cancellable);
  return TRUE;
}

/**
 * gate_key_unlock_forget:
 * @self: what asks for PINs
 *
 * Forgets every PIN: after a handshake that failed one may have been wrong.
 */
void
gate_key_unlock_forget (GateKeyUnlock *self)
{
  g_hash_table_remove_all (self->pins);
}
