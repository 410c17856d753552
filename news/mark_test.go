package news

import "testing"

func TestMarks(t *testing.T) {
	for _, c := range []struct {
		line string
		want mark
	}{
		{"Advertisement", advert}, {"ADVERTISEMENT", advert}, {"- Advertisement -", advert}, {"Story continues below advertisement", advert}, {"Sponsored", advert},
		{"01:12", duration}, {"1:02:33", duration}, {"00:00 / 02:33", duration}, {"Video 03:35", duration}, {"3 min read", duration}, {"Reading time: 4 minutes", duration}, {"7 min", duration},
		{"Opinion", label}, {"China / Diplomacy", label}, {"Home > World > Asia", label}, {"Opinion | Foreign affairs", label}, {"Ministry of Foreign Affairs", label}, {"FOR IMMEDIATE RELEASE", label}, {"press@example.org", label}, {"https://example.org/a", label},
		{"Illustration: Ana Ruiz", credit}, {"Photo: Reuters", credit}, {"Photograph: Amal Haddad/Getty Images", credit}, {"Getty Images", credit}, {"(Photo by Pia Sund)", credit}, {"Image source, Getty Images", credit}, {"REUTERS/Pia Sund", credit},
		{"Lorries wait at the crossing at Halden on Monday. Photo: Pia Sund", picture}, {"Ministers at the talks in Doha, March 8, 2022. REUTERS/Pia Sund", picture}, {"Image caption, The ministers met in Goa", picture}, {"Soldiers on the bridge in Halden yesterday (Photo: MoD)", picture},
		{"Read more", relatedHead}, {"Related stories", relatedHead}, {"Most read", relatedHead}, {"Read more: Estria recalls its ambassador", related}, {"Also read | Estria recalls its ambassador.", related}, {"READ MORE: Navy chief warns", related}, {"• Read more: The talks", related},
		{"Sign up for our newsletter", prompt}, {"Subscribe now", prompt}, {"Subscribe to our briefing and never miss a story.", prompt}, {"Follow us on Twitter", prompt},
		{"12 comments", share}, {"1.2k shares", share}, {"Comments (34)", share}, {"Share this article", share}, {"Facebook", share},
		{"© 2021 The Gazette", rights}, {"Copyright 2021 Gazette. All rights reserved.", rights}, {"The views expressed here are the author's own.", rights}, {"• This article was amended on 6 March 2023.", rights},
		{"2", number}, {"1/3", number}, {"Page 2 of 3", number}, {"***", number},
		{"By Ilse Maar", byline}, {"BY ILSE MAAR AND TOMAS VRBA", byline}, {"By Ilse Maar in Tolm", byline}, {"Reporting by Ilse Maar; Editing by Rolf Brandt.", byline}, {"Written by Ilse Maar", byline},
		{"Ilse Maar", nameLike}, {"Ilse Maar and Tomas Vrba", nameLike}, {"Ludwig van der Berg", nameLike},
		{"Published: 15 July, 2021", dated}, {"Last updated on 3 May 2020 at 10:15", dated},
		{"• Two ships passed", bullet}, {"- Two ships passed", bullet},
		{"Estria recalls its ambassador", titleLike}, {"‘We will act’: Estria warns Norland", titleLike},

		// What must stay body.
		{"Advertisement revenue fell in Norland.", prose}, {"Opinion in Estria was divided.", prose}, {"By Monday the troops had left.", prose}, {"By Vladimir Putin's account, the talks failed.", prose},
		{"Share prices fell.", prose}, {"Subscribers left.", prose}, {"Related crimes were punished.", prose}, {"Read by millions, the paper closed.", prose}, {"Follow-up talks were held.", prose},
		{"Norland signed.", prose}, {"Photo reconnaissance aircraft crossed the border.", prose}, {"Reporting by journalists was restricted by the government of Estria, which denied it had done so and said that any journalist might go where he liked in the country, provided that permission had been asked for in good time and that the journalist had given his word not to write of what he saw there, which few of them did, and those few were the ones who had never meant to go there in the first place, nor been asked.", prose},
		{"TOLM, March 9 (Reuters) - Norland recalled its ambassador on", prose}, {"Updated plans were shown to the ministers.", prose}, {"Video showed troops on the bridge.", prose},
	} {
		if got := markOf(c.line); got != c.want {
			t.Errorf("markOf(%q) = %d, want %d", c.line, got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		s    string
		want bool
	}{
		{"Ilse Maar", true}, {"J.R. Stone", true}, {"Jean-Luc O’Neill", true}, {"Anna Kubišta", true}, {"Ursula von der Leyen", true},
		{"Ilse", false}, {"The Gazette", false}, {"Foreign Ministry", false}, {"Ilse maar", false}, {"Ilse Maar 2", false}, {"Biden Meets Putin", false}, {"Peace Talks", false},
	} {
		if got := isName(c.s); got != c.want {
			t.Errorf("isName(%q) = %v", c.s, got)
		}
	}
}

func TestStamps(t *testing.T) {
	for _, c := range []struct{ line, published, updated, rest string }{
		{"Published: 15 July, 2021", "2021-07-15", "", ""},
		{"July 15, 2021", "2021-07-15", "", ""},
		{"Updated 2021-07-15 10:00", "", "2021-07-15", ""},
		{"Tue 15 Jun 2021 06.00 BST", "2021-06-15", "", ""},
		{"2021-07-15T10:00:00+02:00", "2021-07-15", "", ""},
		{"2021-07-15T10:00:00Z", "2021-07-15", "", ""},
		{"PUBLISHED: 22:14, 2 August 2019 | UPDATED: 08:03, 3 August 2019", "2019-08-02", "2019-08-03", ""},
		{"Updated: 10:13pm, 15 Jul, 2021", "", "2021-07-15", ""},
		{"Sept. 3rd, 2020, at 6:00 a.m. EDT", "2020-09-03", "", ""},
		{"15.07.2021", "2021-07-15", "", ""},
		{"07/15/2021", "2021-07-15", "", ""},
		{"15/07/2021", "2021-07-15", "", ""},
		{"07/08/2021", "", "", ""},
		{"BRUSSELS, 5 June 2014", "2014-06-05", "", "BRUSSELS"},
		{"By Ilse Maar | July 15, 2021", "2021-07-15", "", "By Ilse Maar"},
		{"40 May 2021", "", "", ""},
		{"no date", "", "", ""},
	} {
		got := readStamp(c.line)
		if got.published.String() != c.published || got.updated.String() != c.updated || got.rest != c.rest {
			t.Errorf("readStamp(%q) = %s, %s, %q", c.line, got.published, got.updated, got.rest)
		}
	}
}

func TestDayInURL(t *testing.T) {
	for url, want := range map[string]string{
		"https://example.org/2021/07/15/x": "2021-07-15", "https://example.org/world-20210715.html": "2021-07-15", "https://example.org/2021-07-15-x": "2021-07-15",
		"https://example.org/20211399/": "", "https://example.org/a/123456": "", "": "",
	} {
		if got := dayInURL(url).String(); got != want {
			t.Errorf("dayInURL(%q) = %q, want %q", url, got, want)
		}
	}
}
