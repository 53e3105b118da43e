package catalog_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"escale/internal/catalog"
)

func zipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

// damages are ways in which the file on disk can be something else than what
// was written.
func damages(whole []byte) map[string][]byte {
	list := map[string][]byte{
		"empty": {}, "no gzip": []byte("half a fi"), "nothing within": zipped(""), "no JSON": zipped("<html>"), "null": zipped("null"),
		"an empty object": zipped("{}"), "no format": zipped(`{"data":{"places":[{"id":"a"}]}}`), "another format": zipped(`{"format":1,"data":{"places":[{"id":"a"}]}}`),
		"no places": zipped(`{"format":3,"data":{"revision":7,"places":[]}}`), "twice": append(bytes.Clone(whole), whole...),
		"something after": append(bytes.Clone(whole), "rest"...), "zeros": make([]byte, len(whole)),
	}
	for _, share := range []int{10, 50, 90, 99} {
		list[fmt.Sprintf("cut at %d %%", share)] = whole[:len(whole)*share/100]
	}
	list["without its checksum"] = whole[:len(whole)-8]
	list["another checksum"] = append(bytes.Clone(whole[:len(whole)-8]), 1, 2, 3, 4, 5, 6, 7, 8)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 10 {
		flipped := bytes.Clone(whole)
		flipped[12+r.IntN(len(flipped)-20)] ^= 1 << r.IntN(8)
		list[fmt.Sprintf("one bit, %d", i)] = flipped
	}
	return list
}

func TestADamagedFileIsNotShown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "snapshot.json.gz")
	f := &fakeSource{}
	f.publish(1, false, "a", "b")
	opts := catalog.KeeperOptions{File: file, Now: time.Now}
	if err := catalog.NewKeeper(f, opts).Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil || len(names(catalog.NewKeeper(f, opts))) != 2 {
		t.Fatalf("the whole file is not read: %v", err)
	}
	for name, content := range damages(whole) {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := names(catalog.NewKeeper(f, opts)); got != nil {
			t.Errorf("%s: it shows %v", name, got)
		}
	}
}
