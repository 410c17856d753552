// Package forecast says what is likely to come between two actors, from what came
// before.
//
// Events come in through one door, [Before], which keeps only what lies wholly
// before an origin; forecasts with probability, interval and reasons go out
// ([Outlook], or a [Climate] for many pairs). The method is the base rate: how
// often a window of so many days had such an event, for the pair itself, shrunk
// toward all pairs or toward a stated default where the history is thin.
//
// It does not read stories, does not judge relations and knows no clock: the
// origin is a parameter.
package forecast
