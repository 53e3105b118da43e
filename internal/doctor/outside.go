package doctor

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"escale/internal/mediation"
)

// Mail looks whether the SMTP server lets us in; try is nil where no mail is set up.
func Mail(try func(ctx context.Context) error) Check {
	const about = "serveur de courriel"
	return func(ctx context.Context) []Finding {
		if try == nil {
			return []Finding{warning(about, "Aucun n’est réglé : les liens pour entrer ne partent pas seuls.", "Réglez ESCALE_SMTP_HOST ; d’ici là, « escale account link ADRESSE ».")}
		}
		if err := try(ctx); err != nil {
			return []Finding{fault(about, cause(err), "Vérifiez ESCALE_SMTP_HOST, _PORT, _TLS, _USER et _PASSWORD auprès de qui tient ce serveur.")}
		}
		return []Finding{good(about, "répond, et accepte cette carte")}
	}
}

// cause is what went wrong, in one line, in the words of who found it.
func cause(err error) string {
	says := err.Error()
	if known, ok := errors.AsType[*mediation.Error](err); ok {
		says = known.Sentence
	}
	var first error
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		first = inner
	}
	if first != nil && !strings.Contains(says, first.Error()) {
		says += " " + strings.TrimSpace(first.Error())
	}
	says, _, _ = strings.Cut(says, "\n")
	return says
}

// soon is how long before its end a certificate is to be renewed.
const soon = 14 * 24 * time.Hour

// BaseURL looks whether the public address leads to this map, of this version. A
// client with its own certificates is for tests.
func BaseURL(address, version string, client *http.Client, now func() time.Time) Check {
	const about = "adresse publique"
	return func(ctx context.Context) []Finding {
		if address == "" {
			return []Finding{warning(about, "ESCALE_BASE_URL n’est pas réglée : les agendas et les courriels ne savent pas où mener.", "Donnez l’adresse que les gens tapent, comme https://escale.manche.fr")}
		}
		answer, certificate, err := health(ctx, address, client)
		switch {
		case err != nil:
			return []Finding{fault(about, cause(err), "Vérifiez le nom dans le DNS, le relais (nginx, Caddy) et son certificat.")}
		case answer.Version == "":
			return []Finding{fault(about, address+" mène à autre chose que cette carte.", "Corrigez ESCALE_BASE_URL, ou ce que le relais sert.")}
		case answer.Version != version:
			return []Finding{warning(about, fmt.Sprintf("%s est servie par la version %s, et ce programme est la %s.", address, answer.Version, version), "Redémarrez le serveur après une mise à jour.")}
		case certificate != nil && certificate.Sub(now()) < soon:
			return []Finding{warning(about, "Son certificat finit le "+certificate.Format("02/01/2006")+".", "Renouvelez-le (certbot, ou le relais).")}
		case !strings.HasPrefix(address, "https://"):
			return []Finding{warning(about, address+" n’est pas chiffrée.", "Mettez un relais avec un certificat devant Escale : sans lui on n’entre pas dans /gestion.")}
		}
		return []Finding{good(about, "%s mène à cette carte", address)}
	}
}

// healthAnswer is what /healthz says.
type healthAnswer struct{ Status, Version string }

// health asks a server how it is, and until when its certificate is good.
func health(ctx context.Context, address string, client *http.Client) (answer healthAnswer, until *time.Time, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/healthz", nil)
	if err != nil {
		return answer, nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return answer, nil, err
	}
	defer response.Body.Close()
	_ = json.NewDecoder(response.Body).Decode(&answer) // what is no answer of ours has no version
	return answer, certified(response.TLS), nil
}

func certified(state *tls.ConnectionState) *time.Time {
	if state == nil || len(state.PeerCertificates) == 0 {
		return nil
	}
	return &state.PeerCertificates[0].NotAfter
}

// quick is how long a server of this machine may take to say how it is.
const quick = 2 * time.Second

// Serves tells whether a map is served at an address of this machine.
func Serves(ctx context.Context, address string) bool {
	answer, ok := quickly(ctx, address)
	return ok && answer.Status != ""
}

// Ready tells whether the map that is served there has something to show.
func Ready(ctx context.Context, address string) bool {
	answer, ok := quickly(ctx, address)
	return ok && answer.Version != "" && answer.Status != "starting" && answer.Status != "ending"
}

func quickly(ctx context.Context, address string) (healthAnswer, bool) {
	ctx, cancel := context.WithTimeout(ctx, quick)
	defer cancel()
	answer, _, err := health(ctx, address, http.DefaultClient)
	return answer, err == nil
}
