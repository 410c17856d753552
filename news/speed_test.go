package news

import (
	"strings"
	"testing"
)

// longText is n bytes of paragraphs and lines of furniture.
func longText(n int) string {
	const unit = "Advertisement\n\nThe foreign ministers of Norland and Estria met on Monday in Halden. They agreed to reopen four border crossings that had been shut for three weeks.\n\n" +
		"\"We have found a way back,\" one of them told reporters after the talks.\nRead more: What the talks were about\n01:12\n\nMinisters arrive at the talks in Halden\n\n"
	return strings.Repeat(unit, n/len(unit)+1)[:n]
}

func BenchmarkPlain(b *testing.B) {
	text := longText(4 << 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for range Read("long.txt", strings.NewReader(text), Options{}) {
		}
	}
}

func BenchmarkSentences(b *testing.B) {
	text := strings.Repeat("The ministers of Norland and Estria met in Halden and agreed to reopen the border.\n", 40000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for range Read("long.txt", strings.NewReader(text), Options{}) {
		}
	}
}

func BenchmarkLines(b *testing.B) {
	text := strings.Repeat(`{"id":"a","published":"2021-06-16","text":"The ministers of Norland and Estria met in Halden. They agreed to reopen four border crossings that had been shut for three weeks, and to meet again in the autumn."}`+"\n", 5000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for range Read("long.jsonl", strings.NewReader(text), Options{}) {
		}
	}
}
