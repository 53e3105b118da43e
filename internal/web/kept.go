package web

import "github.com/hashicorp/golang-lru/v2/expirable"

// Kept holds the answers that were made last. A key names all that the answer
// depends on, the state of the data included, and nothing that anybody can
// write in an address at will.
type Kept[K comparable] struct{ answers *expirable.LRU[K, []byte] }

// largestKept bounds one answer, in bytes: most take 20 to 50 kB.
const largestKept = 100_000

// NewKept keeps as many answers as most.
func NewKept[K comparable](most int) Kept[K] {
	return Kept[K]{expirable.NewLRU[K, []byte](most, nil, 0)} // no term: newer ones take their place
}

// Get returns the answer of a key, which write makes when it is not there. It is
// safe for concurrent use; two at once may both make it.
func (k Kept[K]) Get(key K, write func() ([]byte, error)) ([]byte, error) {
	if body, ok := k.answers.Get(key); ok {
		return body, nil
	}
	body, err := write()
	if err == nil && len(body) <= largestKept {
		k.answers.Add(key, body)
	}
	return body, err
}
