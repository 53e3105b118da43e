package catalog

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	jsonv2 "github.com/go-json-experiment/json"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"escale/internal/compact"
)

// diskFormat is raised when [Data] changes its shape: a file of another
// format is not used.
const diskFormat = 5

type diskFile struct {
	Format int  `json:"format"`
	Data   Data `json:"data"`
}

// save writes the data beside the file, then renames, so that a full disk or
// a crash leaves the earlier file whole.
func save(file string, data Data) (err error) {
	if file == "" {
		return nil
	}
	part, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".part*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part.Name())
		}
	}()
	packed := gzip.NewWriter(part)
	err = json.NewEncoder(packed).Encode(diskFile{diskFormat, data})
	if err = errors.Join(err, packed.Close(), part.Sync(), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), file)
}

// load reads what [save] wrote; nil without error when there is nothing.
func load(file string) (*Snapshot, error) {
	f, err := os.Open(file)
	if file == "" || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(packed) // to its end, where its checksum is
	if err != nil {
		return nil, err
	}
	var content diskFile
	if err := jsonv2.Unmarshal(text, &content, jsonv1.DefaultOptionsV1(), compact.NewTexts().Options); err != nil {
		return nil, err
	}
	switch {
	case content.Format != diskFormat:
		return nil, fmt.Errorf("%s has format %d, not %d", file, content.Format, diskFormat)
	case len(content.Data.Places) == 0:
		return nil, fmt.Errorf("%s has no places", file)
	}
	return New(content.Data)
}

// CheckFile is an error unless the copy of the data on disk can be read: of kind
// [fs.ErrNotExist] when there is none, or one of another version of the program.
func CheckFile(file string) error {
	s, err := load(file)
	if err == nil && s == nil {
		return fs.ErrNotExist
	}
	return err
}
