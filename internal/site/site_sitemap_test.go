package site

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
)

// A file lists so many pages at most: all files together list each page once.
func TestTheSitemapOfManyPagesIsSeveralFiles(t *testing.T) {
	list := make([]sitemapPage, 25)
	for i := range list {
		list[i].Address = fmt.Sprintf("https://escale.example/lieux/%d", i)
	}
	for most := 1; most <= len(list)+1; most++ {
		file := sitemapFile("https://escale.example", "", list, most)
		if whole, one := file.(sitemap); one != (most >= len(list)) || one && len(whole.Pages) != len(list) {
			t.Fatalf("%d to a file: %+v", most, file)
		}
		var all []sitemapPage
		for part := 1; ; part++ {
			file, there := sitemapFile("https://escale.example", strconv.Itoa(part), list, most).(sitemap)
			if !there {
				break
			}
			all = append(all, file.Pages...)
			if len(file.Pages) > most {
				t.Errorf("%d pages in a file of %d", len(file.Pages), most)
			}
			if most < len(list) {
				named := sitemapFile("https://escale.example", "", list, most).(sitemapIndex).Files[part-1].Address
				if named != fmt.Sprintf("https://escale.example/sitemap-%d.xml", part) {
					t.Errorf("file %d is named %s", part, named)
				}
			}
		}
		if !slices.Equal(all, list) {
			t.Errorf("%d to a file: %d pages of %d", most, len(all), len(list))
		}
	}
	for _, part := range []string{"2", "0", "x"} {
		if file := sitemapFile("", part, list, len(list)); file != nil {
			t.Errorf("file %s of one: %+v", part, file)
		}
	}
}
