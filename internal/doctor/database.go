package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"escale/internal/mediation"
)

const (
	// clockLimit is how far apart the clocks of two machines may be: links to sign in
	// last 15 minutes.
	clockLimit = time.Minute
	// lateJob is for how long a job that is due may wait.
	lateJob = 30 * time.Minute
	// oldSource is after how long a source that cannot be read is a fault.
	oldSource = 30 * 24 * time.Hour
)

// Database looks at what read gives of the database, beside a clock that runs; read
// is nil while there is none.
func Database(read func(context.Context) (mediation.DatabaseState, error), now func() time.Time) Check {
	return func(ctx context.Context) []Finding {
		if read == nil {
			return []Finding{warning("base de données", "Elle n’est pas encore créée.", "« escale serve --load » la crée et y met le département.")}
		}
		state, err := read(ctx)
		if err != nil {
			return []Finding{away(err)}
		}
		list := []Finding{reached(state), extensions(state), schema(state), clock(state, now())}
		if state.Empty {
			return list
		}
		return append(list, jobs(state), mails(state), sources(state, now()), accounts(state))
	}
}

// refusals are the answers of PostgreSQL (SQLSTATE) to who cannot come in, and what to do.
var refusals = map[string]string{
	"28P01": "Le mot de passe de DATABASE_URL n’est pas celui de ce compte : corrigez-le.",
	"28000": "Ce compte n’a pas le droit d’entrer : créez-le, ou changez celui de DATABASE_URL et pg_hba.conf.",
	"3D000": "Créez cette base (createdb), ou corrigez son nom dans DATABASE_URL.",
	"42501": "Donnez à ce compte le droit de lire et d’écrire dans cette base (GRANT, ou OWNER).",
	"53300": "Trop de connexions : fermez-en, ou augmentez max_connections.",
}

func away(err error) Finding {
	do := "Démarrez PostgreSQL, ou corrigez DATABASE_URL."
	if refused, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err); ok && refusals[refused.SQLState()] != "" {
		do = refusals[refused.SQLState()]
	}
	return fault("base de données", cause(err), do)
}

func reached(s mediation.DatabaseState) Finding {
	if s.ReadOnly {
		return fault("base de données", "C’est une base de secours : rien ne peut y être écrit.",
			"Nommez les deux bases dans DATABASE_URL, avec ?target_session_attrs=read-write.")
	}
	return good("base de données", "répond, PostgreSQL %d.%d", s.Server/10000, s.Server%10000)
}

func extensions(s mediation.DatabaseState) Finding {
	if len(s.Missing) > 0 {
		return fault("extensions", "Il manque : "+strings.Join(s.Missing, ", ")+".", fmt.Sprintf(
			"Installez-les (sous Debian : apt-get install postgresql-%d-postgis-3), puis, dans la base : CREATE EXTENSION %s;", s.Server/10000, s.Missing[0]))
	}
	return good("extensions", "PostGIS et les autres sont là")
}

func schema(s mediation.DatabaseState) Finding {
	switch {
	case s.Empty:
		return warning("tables", "La base est vide.", "« escale load » y met le département, ou « escale restore » une sauvegarde.")
	case s.Schema > s.Newest:
		return fault("tables", fmt.Sprintf("Une version plus récente d’Escale a mis la base à jour (migration %d, ce programme en connaît %d).", s.Schema, s.Newest),
			"Installez cette version, ou restaurez une sauvegarde faite avant.")
	case s.Schema < s.Newest:
		return warning("tables", fmt.Sprintf("Elles sont d’une version d’avant (migration %d sur %d).", s.Schema, s.Newest),
			"Faites une sauvegarde (escale backup) ; le prochain démarrage les met à jour.")
	}
	return good("tables", "à jour (migration %d)", s.Schema)
}

func clock(s mediation.DatabaseState, now time.Time) Finding {
	const do = "Réglez l’heure des deux machines, et laissez-la se régler seule (systemd-timesyncd)."
	if apart := now.Sub(s.Clock).Abs(); apart > clockLimit {
		return fault("horloge", fmt.Sprintf("Cette machine et la base ont %s d’écart.", apart.Round(time.Second)), do)
	}
	if ahead := s.Changed.Sub(s.Clock); ahead > clockLimit {
		return fault("horloge", "La dernière modification de la base est dans l’avenir, le "+s.Changed.Format("02/01/2006")+" : l’heure a reculé.", do)
	}
	return good("horloge", "celle de la base, à moins d’une minute")
}

func jobs(s mediation.DatabaseState) Finding {
	switch {
	case s.JobsFailed > 0:
		return fault("travaux de fond", fmt.Sprintf("Abandonnés depuis un jour : %d.", s.JobsFailed), "Le journal de « escale serve » dit pourquoi.")
	case s.OldestJob > lateJob:
		return fault("travaux de fond", fmt.Sprintf("Le plus ancien attend depuis %s.", s.OldestJob.Round(time.Minute)), "Aucun serveur ne les fait : lancez « escale serve ».")
	}
	return good("travaux de fond", "aucun n’est en retard")
}

func mails(s mediation.DatabaseState) Finding {
	if s.MailsFailed > 0 {
		return fault("courriels", fmt.Sprintf("N’ont pas pu partir depuis un jour : %d.", s.MailsFailed), "« Courriels », dans /gestion, dit lesquels et pourquoi.")
	}
	return good("courriels", "aucun refusé, %d en attente", s.MailsWaiting)
}

func sources(s mediation.DatabaseState, now time.Time) Finding {
	old := slices.DeleteFunc(slices.Clone(s.Reads), func(r mediation.SourceRead) bool { return r.Fault == "" || now.Sub(r.ReadAt) < oldSource })
	switch {
	case len(old) > 0:
		return fault("sources", old[0].Source+" "+lastRead(old[0].ReadAt)+" : "+old[0].Fault, "« escale refresh "+old[0].Source+" » réessaie. Si son adresse a changé, une nouvelle version d’Escale la donne.")
	case s.EditionsPending > 0:
		return warning("sources", fmt.Sprintf("Éditions qui attendent quelqu’un : %d.", s.EditionsPending), "« escale runs » les montre, « escale runs accept » en accepte une.")
	}
	return good("sources", "%d lues", len(s.Reads))
}

func lastRead(at time.Time) string {
	if at.IsZero() {
		return "n’a jamais pu être lue"
	}
	return "n’a plus été lue depuis le " + at.Format("02/01/2006")
}

func accounts(s mediation.DatabaseState) Finding {
	if s.Admins == 0 {
		return warning("comptes", "Personne n’administre cette carte.", "« escale account create --admin ADRESSE », puis « escale account link ADRESSE ».")
	}
	return good("comptes", "%d pour administrer", s.Admins)
}
