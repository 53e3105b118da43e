// Package backup writes a whole database into one file, and makes a database of
// such a file again. The file is a ZIP archive of two members: what PostgreSQL's
// own pg_dump wrote, and a manifest that says what it is. Without this program,
// unzip and pg_restore read it.
package backup

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// The members of the archive.
const (
	dumpName     = "base.dump"
	manifestName = "escale.json"
)

// systems is a table of PostGIS, whose rows belong to it: only a superuser may write
// them.
const systems = "spatial_ref_sys"

// format is the version of the archive.
const format = 1

// Manifest says what a backup is.
type Manifest struct {
	Format int `json:"format"`
	// Program is the version of the program that wrote it, Schema the number of the
	// latest migration of its database, Server that of PostgreSQL.
	Program string `json:"program"`
	Schema  int64  `json:"schema"`
	Server  int    `json:"server"`
	// Area has the codes of its départements.
	Area   string    `json:"area"`
	MadeAt time.Time `json:"made_at"`
	// Extensions are those of PostgreSQL that its tables need.
	Extensions []string `json:"extensions"`
	// Rows counts the rows of each table.
	Rows map[string]int64 `json:"rows"`
	// Size and SHA256 are those of the dump.
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Total is the number of rows of all tables.
func (m Manifest) Total() (total int64) {
	for _, n := range m.Rows {
		total += n
	}
	return total
}

// Write writes the database at url into a new file, which only its owner may read.
// about has what the caller knows: Program, Area and MadeAt. The file appears under
// its name when it is whole; one that is there already is refused.
func Write(ctx context.Context, url, file string, about Manifest) (m Manifest, err error) {
	if _, err := os.Stat(file); err == nil {
		return m, refusal("Le fichier %s existe déjà : choisissez un autre nom, ou déplacez-le.", file)
	}
	out, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".partiel-*") // mode 0600
	if err != nil {
		return m, refusal("Rien ne peut être écrit dans %s : %v", filepath.Dir(file), err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(out.Name())
		}
	}()
	if m, err = writeTo(ctx, url, out, about); err != nil {
		_ = out.Close()
		return m, err
	}
	if err := errors.Join(out.Sync(), out.Close()); err != nil {
		return m, err
	}
	return m, os.Rename(out.Name(), file)
}

func writeTo(ctx context.Context, url string, out io.Writer, m Manifest) (Manifest, error) {
	conn, err := connect(ctx, url)
	if err != nil {
		return m, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return m, err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // it wrote nothing
	m.Format = format
	if err := describe(ctx, tx, &m); err != nil {
		return m, err
	}
	var snapshot string // the counts and the dump are of one moment
	if err := tx.QueryRow(ctx, `SELECT pg_export_snapshot()`).Scan(&snapshot); err != nil {
		return m, err
	}
	archive := zip.NewWriter(out)
	dump, err := archive.CreateHeader(&zip.FileHeader{Name: dumpName, Method: zip.Store, Modified: m.MadeAt})
	if err != nil {
		return m, err
	}
	sum := &summing{to: dump, hash: sha256.New()}
	tools, err := findTools(m.Server)
	if err != nil {
		return m, err
	}
	err = tools.run(ctx, url, nil, sum, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public", "--exclude-table-data="+systems, "--snapshot="+snapshot)
	switch {
	case sum.failure != nil:
		return m, refusal("La sauvegarde n’a pas pu être écrite : %v", sum.failure) // pg_dump only sees that nobody reads
	case err != nil:
		return m, err
	}
	m.Size, m.SHA256 = sum.size, fmt.Sprintf("%x", sum.hash.Sum(nil))
	member, err := archive.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate, Modified: m.MadeAt})
	if err != nil {
		return m, err
	}
	encoder := json.NewEncoder(member)
	encoder.SetIndent("", "  ")
	return m, errors.Join(encoder.Encode(m), archive.Close())
}

// summing counts and hashes what passes.
type summing struct {
	to   io.Writer
	hash hash.Hash
	size int64
	// failure is why what passes could not be written.
	failure error
}

func (s *summing) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	if err != nil && s.failure == nil {
		s.failure = err
	}
	s.hash.Write(p[:n])
	s.size += int64(n)
	return n, err
}

// Open reads the manifest of a file and checks that all of it is as it was written.
func Open(file string) (m Manifest, err error) {
	archive, err := zip.OpenReader(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return m, refusal("Le fichier %s n’existe pas.", file)
	case errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF):
		return m, refusal("%s n’est pas une sauvegarde d’Escale, ou il en manque la fin.", file)
	case err != nil:
		return m, refusal("%s ne se lit pas : %v", file, err)
	}
	defer archive.Close()
	if m, err = readManifest(&archive.Reader); err != nil {
		return m, refusal("%s n’est pas une sauvegarde d’Escale.", file)
	}
	if m.Format > format {
		return m, refusal("Cette sauvegarde est d’une version plus récente d’Escale (%s) : installez-la d’abord.", m.Program)
	}
	dump, err := archive.Open(dumpName)
	if err != nil {
		return m, refusal("%s n’est pas une sauvegarde d’Escale.", file)
	}
	defer dump.Close()
	sum := &summing{to: io.Discard, hash: sha256.New()}
	if _, err := io.Copy(sum, dump); err != nil || sum.size != m.Size || fmt.Sprintf("%x", sum.hash.Sum(nil)) != m.SHA256 {
		return m, refusal("%s est abîmé : son contenu n’est plus celui qui fut écrit. Prenez une autre sauvegarde.", file)
	}
	return m, nil
}

func readManifest(archive *zip.Reader) (m Manifest, err error) {
	member, err := archive.Open(manifestName)
	if err != nil {
		return m, err
	}
	defer member.Close()
	return m, json.NewDecoder(member).Decode(&m)
}

// refusal is an error for the person at the terminal.
func refusal(sentence string, args ...any) error {
	return &mediation.Error{Kind: mediation.Invalid, Sentence: fmt.Sprintf(sentence, args...)}
}
